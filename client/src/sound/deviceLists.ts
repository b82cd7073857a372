import type { AudioDevice, DeviceKind } from './SoundStore.ts';

export type DeviceLists = Readonly<Record<DeviceKind, readonly AudioDevice[]>>;
export const NO_DEVICES: DeviceLists = { input: [], output: [] };

/** Chromium lists what the system uses a second time under these names. */
const ALIASES = ['default', 'communications', ''];

/** What there is to choose from; a device without a name is one that the browser does not tell of yet. */
export function toDeviceLists(devices: readonly MediaDeviceInfo[]): DeviceLists {
  const named = (kind: MediaDeviceKind): AudioDevice[] =>
    devices
      .filter((device) => device.kind === kind && device.label !== '' && !ALIASES.includes(device.deviceId))
      .map(({ deviceId: id, label }) => ({ id, label }));
  return { input: named('audioinput'), output: named('audiooutput') };
}

/** The chosen device among those that are there, also under another id (a browser may give new ones); null: it is away. */
export function findChosen(chosen: AudioDevice | null, present: readonly AudioDevice[]): AudioDevice | null {
  if (chosen === null) return null;
  return (
    present.find(({ id }) => id === chosen.id) ?? present.find(({ label }) => label === chosen.label) ?? null
  );
}

/** What is missing now; of a headset, which is both, only its sound is told. Null: nothing. */
export function goneBetween(
  before: DeviceLists,
  after: DeviceLists,
): { kind: DeviceKind; label: string } | null {
  for (const kind of ['output', 'input'] as const) {
    // An empty list means that the browser has stopped telling, not that all is unplugged.
    if (after[kind].length === 0 && after.input.length === 0) continue;
    const missing = before[kind].find(({ label }) => after[kind].every((device) => device.label !== label));
    if (missing !== undefined) return { kind, label: missing.label };
  }
  return null;
}
