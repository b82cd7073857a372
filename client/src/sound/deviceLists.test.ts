import { expect, test } from 'vitest';
import { findChosen, goneBetween, NO_DEVICES, toDeviceLists } from './deviceLists.ts';

const device = (kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId: '',
  toJSON: () => ({}),
});
const [phone, headset] = [
  { id: 'p', label: 'Phone' },
  { id: 'h', label: 'Headset' },
];

test('lists what has a name, once, and no cameras', () => {
  expect(
    toDeviceLists([
      device('audioinput', 'default', 'Default - Phone'),
      device('audioinput', 'p', 'Phone'),
      device('audioinput', 'x', ''),
      device('audiooutput', 'h', 'Headset'),
      device('videoinput', 'c', 'Camera'),
    ]),
  ).toEqual({ input: [phone], output: [headset] });
});

test('finds what was chosen by its id, or by its name when ids are new', () => {
  expect(findChosen(headset, [phone, headset])).toEqual(headset);
  expect(findChosen(headset, [phone, { id: 'new', label: 'Headset' }])).toEqual({
    id: 'new',
    label: 'Headset',
  });
  expect(findChosen(headset, [phone])).toBe(null);
  expect(findChosen(null, [phone])).toBe(null);
});

test('a headset that is unplugged is missed once, as what one hears with', () => {
  const both = { input: [phone, headset], output: [phone, headset] };
  expect(goneBetween(both, { input: [phone], output: [phone] })).toEqual({
    kind: 'output',
    label: 'Headset',
  });
  expect(goneBetween({ input: [phone, headset], output: [] }, { input: [phone], output: [] })).toEqual({
    kind: 'input',
    label: 'Headset',
  });
  expect(goneBetween(both, both)).toBe(null);
});

test('a browser that stops telling has not lost everything', () => {
  expect(goneBetween({ input: [phone], output: [headset] }, NO_DEVICES)).toBe(null);
});
