import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { timeLimitedCredential } from '../../turn/timeLimitedCredential.ts';
import { openTurnClient, type TurnClient } from '../../turn/turnClient.ts';
import type { TurnPlace } from '../../turn/turnTransport.ts';

export type RelayTrial = { url: string } & (
  | {
      outcome: 'relayed';
      /** From the first packet, or the first of the handshake, to the granted relay. */
      ms: number;
      /** Address and port that partners would send to. */
      relayed: string;
      /** How the relay sees this machine. */
      seenAs: string;
      /** null: it does not say. */
      software: string | null;
      /** Whether it would send into private networks for strangers. */
      isOpenInside: boolean;
    }
  | { outcome: 'refused'; errorCode: number }
  | { outcome: 'unreachable'; why: string }
);

/** An address inside the relay's own network, as every cloud and container host has some; nobody's phone. */
const FORBIDDEN_PEER = '10.0.0.1';
const CREDENTIAL_SECONDS = 600;
const DEFAULT_PORT = { turn: 3478, turns: 5349 } as const;

/** @param url as in TURN_URLS (RFC 7065) */
export function toTurnPlace(url: string): TurnPlace {
  const [, scheme, bracketed, plain, port, transport] =
    /^(turns?):(?:\[([^\]]+)\]|([^:?]+))(?::(\d+))?(?:\?transport=(udp|tcp))?$/.exec(url) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || (scheme !== 'turn' && scheme !== 'turns'))
    throw new Error(`${url} is no address of a relay`);
  const protocol = scheme === 'turns' ? 'tls' : (transport ?? 'udp') === 'tcp' ? 'tcp' : 'udp';
  return {
    protocol,
    host,
    port: Number(port ?? DEFAULT_PORT[scheme]),
    checksCertificate: true,
    ...(isIP(host) === 0 && { serverName: host }),
  };
}

/** Asks for a real relay with a fresh credential, as a phone would, and gives it back. @param now milliseconds since 1970 */
export async function tryRelay(
  url: string,
  secret: string,
  options: { now: number; checksCertificate?: boolean },
): Promise<RelayTrial> {
  const { now, checksCertificate = true } = options;
  const credential = timeLimitedCredential(secret, 'doctor', Math.floor(now / 1000) + CREDENTIAL_SECONDS);
  const began = performance.now();
  let client: TurnClient | null = null;
  try {
    client = await openTurnClient({ ...toTurnPlace(url), checksCertificate }, credential);
    const allocation = await client.allocate();
    if (!allocation.isGranted) return { url, outcome: 'refused', errorCode: allocation.errorCode };
    const ms = Math.round(performance.now() - began);
    const refusal = await client.createPermission(FORBIDDEN_PEER);
    const { relayed, mapped } = allocation;
    return {
      url,
      outcome: 'relayed',
      ms,
      relayed: `${relayed.address}:${relayed.port}`,
      seenAs: `${mapped.address}:${mapped.port}`,
      software: client.software(),
      isOpenInside: refusal === null,
    };
  } catch (error) {
    return {
      url,
      outcome: 'unreachable',
      why: error instanceof Error ? error.message || error.name : String(error),
    };
  } finally {
    await client?.close();
  }
}
