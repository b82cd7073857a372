import type { ReadonlySignal } from '@preact/signals';

export interface AudioDevice {
  id: string;
  /** As the system calls it, such as “AirPods”. */
  label: string;
}

export type DeviceKind = 'input' | 'output';

/** What belongs to this device, not to the account: its microphones and speakers, its plan, its ring. */
export interface SoundStore {
  /** Empty as long as the browser does not tell: before the microphone was allowed once. */
  readonly inputs: ReadonlySignal<readonly AudioDevice[]>;
  /** Empty where a page cannot choose: on Android the output follows the microphone. */
  readonly outputs: ReadonlySignal<readonly AudioDevice[]>;
  /** The one that was chosen, while it is there; null: whatever the system uses. */
  readonly inputId: ReadonlySignal<string | null>;
  readonly outputId: ReadonlySignal<string | null>;
  /** A device that went away a moment ago; null: none. */
  readonly gone: ReadonlySignal<{ kind: DeviceKind; label: string } | null>;
  readonly isSavingData: ReadonlySignal<boolean>;
  readonly ringsOnMatch: ReadonlySignal<boolean>;
  /** The browser shows its own list of outputs instead of telling us (Firefox). */
  readonly canPickOutput: boolean;
  /** Asks the browser once more what there is. */
  refresh(): Promise<void>;
  /** Kept for the next time. @param id null: whatever the system uses */
  choose(kind: DeviceKind, id: string | null): void;
  pickOutput(): Promise<void>;
  setSavingData(isOn: boolean): void;
  setRingsOnMatch(isOn: boolean): void;
}
