import { expect, test } from 'vitest';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { createSoundStore } from './createSoundStore.ts';

const aDevice = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId: '',
  toJSON: () => ({}),
});
const PHONE = [aDevice('audioinput', 'p', 'Phone'), aDevice('audiooutput', 'p', 'Phone')];
const HEADSET = [aDevice('audioinput', 'h', 'Headset'), aDevice('audiooutput', 'h', 'Headset')];

function setUp({ canSetOutput = true, asksToSave = false, kept = createMemoryKeyValueStore() } = {}) {
  const clock = createVirtualClock();
  let present = [...PHONE, ...HEADSET];
  let tell = (): void => {};
  const sound = createSoundStore({
    device: kept,
    clock,
    isSavingData: () => asksToSave,
    audioDevices: {
      list: async () => present,
      onChange: (listener) => void (tell = listener),
      canSetOutput,
      pickOutput: null,
    },
  });
  const plug = (devices: MediaDeviceInfo[]): Promise<void> => {
    present = devices;
    tell();
    return clock.advance(0);
  };
  return { sound, clock, kept, plug };
}

test('what is chosen is kept, and used again when it comes back', async () => {
  const { sound, kept, plug, clock } = setUp();
  await sound.refresh();
  sound.choose('input', 'h');
  sound.choose('output', 'h');
  expect([sound.inputId.value, sound.outputId.value]).toEqual(['h', 'h']);
  await plug(PHONE);
  expect([sound.inputId.value, sound.outputId.value]).toEqual([null, null]);
  expect(sound.gone.value).toEqual({ kind: 'output', label: 'Headset' });
  await clock.advance(8_000);
  expect(sound.gone.value).toBe(null);
  await plug([...PHONE, ...HEADSET]);
  expect(sound.outputId.value).toBe('h');

  const later = setUp({ kept });
  await later.sound.refresh();
  expect(later.sound.inputId.value).toBe('h');
  later.sound.choose('input', null);
  expect(later.sound.inputId.value).toBe(null);
  expect(kept.get('suhbatdosh.input')).toBe(null);
});

test('where a page cannot choose the output none is offered', async () => {
  const { sound } = setUp({ canSetOutput: false });
  await sound.refresh();
  expect(sound.outputs.value).toEqual([]);
  expect(sound.inputs.value.length).toBe(2);
});

test('data is saved when the browser asks for it, until the learner says otherwise', () => {
  const { sound, kept } = setUp({ asksToSave: true });
  expect(sound.isSavingData.value).toBe(true);
  sound.setSavingData(false);
  expect(sound.isSavingData.value).toBe(false);
  expect(setUp({ asksToSave: true, kept }).sound.isSavingData.value).toBe(false);
  expect(setUp().sound.isSavingData.value).toBe(false);
});

test('a match rings unless the learner does not want it', () => {
  const { sound, kept } = setUp();
  expect(sound.ringsOnMatch.value).toBe(true);
  sound.setRingsOnMatch(false);
  expect(setUp({ kept }).sound.ringsOnMatch.value).toBe(false);
});

test('what was kept by nobody of ours is ignored', () => {
  const kept = createMemoryKeyValueStore();
  kept.set('suhbatdosh.input', '{"id":1}');
  kept.set('suhbatdosh.output', '[1');
  expect(setUp({ kept }).sound.inputId.value).toBe(null);
});
