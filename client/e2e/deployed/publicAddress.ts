import { run } from './run.ts';

const INTERFACE = 'suhbatdosh0';

/**
 * An address of this machine that looks public (RFC 5737, for documentation), so that nothing that listens elsewhere is
 * in the way and the relay, which refuses private addresses, relays to itself. Nothing leaves the machine. Root only.
 */
export const PUBLIC_ADDRESS = '203.0.113.77';

export async function addPublicAddress(): Promise<void> {
  await removePublicAddress();
  await run('ip', ['link', 'add', INTERFACE, 'type', 'bridge']);
  await run('ip', ['address', 'add', `${PUBLIC_ADDRESS}/32`, 'dev', INTERFACE]);
  await run('ip', ['link', 'set', INTERFACE, 'up']);
}

/** Quiet when it is not there. */
export async function removePublicAddress(): Promise<void> {
  await run('ip', ['link', 'delete', INTERFACE]).catch(() => undefined);
}
