import type { AudioDevices } from './Environment.ts';

/** Firefox has it, TypeScript does not (w3c.github.io/mediacapture-output). */
type MediaDevicesWithPicker = MediaDevices & { selectAudioOutput?: () => Promise<MediaDeviceInfo> };

export function createAudioDevices(devices: MediaDevicesWithPicker): AudioDevices {
  return {
    list: () => devices.enumerateDevices(),
    onChange: (listener) => devices.addEventListener('devicechange', listener),
    canSetOutput: 'setSinkId' in HTMLMediaElement.prototype,
    pickOutput: devices.selectAudioOutput?.bind(devices) ?? null,
  };
}
