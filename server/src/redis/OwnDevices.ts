export interface Device {
  userId: string;
  deviceId: string;
}

/** The devices whose streams are open on this server, and what Redis knows of them. */
export interface OwnDevices {
  isAttached(userId: string, deviceId: string): Promise<boolean>;
  /**
   * Makes what Redis knows of them true: it may have lost its memory, have taken this server for dead, or not have
   * heard of a device that came or went. Answers those that it did not know; those that are gone become orphans of
   * this server.
   */
  reconcile(): Promise<Device[]>;
}

/** A device as Redis has it; neither part has a space in it. */
export const toDeviceName = ({ userId, deviceId }: Device): string => `${userId} ${deviceId}`;

export function toDevice(name: string): Device {
  const [userId = '', deviceId = ''] = name.split(' ');
  return { userId, deviceId };
}
