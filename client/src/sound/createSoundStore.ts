import { computed, signal } from '@preact/signals';
import type { Clock } from '../api/Clock.ts';
import type { AudioDevices } from '../api/Environment.ts';
import type { KeyValueStore } from '../api/KeyValueStore.ts';
import { findChosen, goneBetween, NO_DEVICES, toDeviceLists } from './deviceLists.ts';
import type { DeviceLists } from './deviceLists.ts';
import type { AudioDevice, DeviceKind, SoundStore } from './SoundStore.ts';

const SAVING = 'suhbatdosh.data_saver';
const RING = 'suhbatdosh.ring';
/** Long enough to be read. */
const GONE_SHOWN_MS = 8_000;

interface SoundOptions {
  device: KeyValueStore;
  clock: Clock;
  /** Null where there are none: no secure context. */
  audioDevices: AudioDevices | null;
  /** What the browser or the system asks for; the learner's own choice goes over it. */
  isSavingData: () => boolean;
}

export function createSoundStore({ device, clock, audioDevices, isSavingData }: SoundOptions): SoundStore {
  const lists = signal<DeviceLists>(NO_DEVICES);
  const chosen = signal({ input: readChosen(device, 'input'), output: readChosen(device, 'output') });
  const gone = signal<{ kind: DeviceKind; label: string } | null>(null);
  const saving = signal(device.get(SAVING));
  const ring = signal(device.get(RING));
  let stopShowing = (): void => {};

  const presentId = (kind: DeviceKind) =>
    computed(() => findChosen(chosen.value[kind], lists.value[kind])?.id ?? null);

  const refresh = async (): Promise<void> => {
    const found = toDeviceLists((await audioDevices?.list().catch(() => [])) ?? []);
    const missing = goneBetween(lists.peek(), found);
    lists.value = audioDevices?.canSetOutput === true ? found : { ...found, output: [] };
    if (missing === null) return;
    gone.value = missing;
    stopShowing();
    stopShowing = clock.after(GONE_SHOWN_MS, () => (gone.value = null));
  };
  audioDevices?.onChange(() => void refresh());

  const keep = (kind: DeviceKind, found: AudioDevice | null): void => {
    chosen.value = { ...chosen.peek(), [kind]: found };
    if (found === null) device.remove(keyOf(kind));
    else device.set(keyOf(kind), JSON.stringify([found.id, found.label]));
  };

  return {
    inputs: computed(() => lists.value.input),
    outputs: computed(() => lists.value.output),
    inputId: presentId('input'),
    outputId: presentId('output'),
    gone: computed(() => gone.value),
    isSavingData: computed(() => (saving.value === null ? isSavingData() : saving.value === 'on')),
    ringsOnMatch: computed(() => ring.value !== 'off'),
    canPickOutput: audioDevices?.pickOutput !== null && audioDevices !== null,
    refresh,
    choose: (kind, id) => keep(kind, lists.peek()[kind].find((found) => found.id === id) ?? null),
    async pickOutput() {
      const picked = await audioDevices?.pickOutput?.().catch(() => null);
      // Closed without a choice: what was chosen before stays.
      if (picked === null || picked === undefined) return;
      await refresh();
      keep('output', { id: picked.deviceId, label: picked.label });
    },
    setSavingData(isOn) {
      saving.value = isOn ? 'on' : 'off';
      device.set(SAVING, saving.value);
    },
    setRingsOnMatch(isOn) {
      ring.value = isOn ? 'on' : 'off';
      device.set(RING, ring.value);
    },
  };
}

const keyOf = (kind: DeviceKind): string => `suhbatdosh.${kind}`;

/** Null: none was chosen, or what is kept cannot be read. */
function readChosen(device: KeyValueStore, kind: DeviceKind): AudioDevice | null {
  try {
    const [id, label] = JSON.parse(device.get(keyOf(kind)) ?? '[]') as unknown[];
    return typeof id === 'string' && typeof label === 'string' ? { id, label } : null;
  } catch {
    return null;
  }
}
