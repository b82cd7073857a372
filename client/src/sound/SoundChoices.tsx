import { useEffect, useId } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import type { AudioDevice, DeviceKind } from './SoundStore.ts';

/** Which microphone and speaker to use, as far as this browser lets a page choose. Rows of a list. */
export function SoundChoices() {
  const { text } = useI18n();
  const { sound } = useStores();
  useEffect(() => void sound.refresh(), [sound]);
  const inputs = sound.inputs.value;
  const outputs = sound.outputs.value;
  if (inputs.length === 0) return <li class="set__note small quiet">{text('sound.unknown')}</li>;
  return (
    <>
      <Choice kind="input" devices={inputs} chosen={sound.inputId.value} />
      {outputs.length > 0 && <Choice kind="output" devices={outputs} chosen={sound.outputId.value} />}
      {outputs.length === 0 && sound.canPickOutput && (
        <li>
          <button type="button" onClick={() => void sound.pickOutput()}>
            <span>{text('sound.output')}</span>
            <span class="set__value">{text('sound.pick')}</span>
          </button>
        </li>
      )}
      {outputs.length === 0 && !sound.canPickOutput && (
        <li class="set__note small quiet">{text('sound.output_follows')}</li>
      )}
    </>
  );
}

interface ChoiceProps {
  kind: DeviceKind;
  devices: readonly AudioDevice[];
  chosen: string | null;
}

/** The system's own list: on a phone nothing is easier to hit. */
function Choice({ kind, devices, chosen }: ChoiceProps) {
  const { text } = useI18n();
  const { sound } = useStores();
  const id = useId();
  return (
    <li class="choice">
      <label for={id}>{text(`sound.${kind}`)}</label>
      <div class="choice__box">
        <select
          id={id}
          value={chosen ?? ''}
          onChange={({ currentTarget }) => sound.choose(kind, currentTarget.value || null)}
        >
          <option value="">{text('sound.system')}</option>
          {devices.map((device) => (
            <option key={device.id} value={device.id}>
              {device.label}
            </option>
          ))}
        </select>
      </div>
    </li>
  );
}
