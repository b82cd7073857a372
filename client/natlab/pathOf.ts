import type { Page } from 'playwright';

export interface Path {
  local: RTCIceCandidateType;
  remote: RTCIceCandidateType;
  /** How this side reaches its relay; null: it uses none. */
  relayProtocol: 'udp' | 'tcp' | 'tls' | null;
}

/** The pair of candidates over which the newest peer connection of the page sends. @throws when there is none */
export async function pathOf(page: Page): Promise<Path> {
  return page.evaluate(async () => {
    const report = await window.probe.peers.at(-1)?.getStats();
    const entries = [...(report?.values() ?? [])] as Record<string, unknown>[];
    const transport = entries.find(({ type }) => type === 'transport');
    const pair = entries.find(({ id }) => id === transport?.['selectedCandidatePairId']);
    const local = entries.find(({ id }) => id === pair?.['localCandidateId']);
    const remote = entries.find(({ id }) => id === pair?.['remoteCandidateId']);
    if (local === undefined || remote === undefined) throw new Error('no path is chosen');
    return {
      local: local['candidateType'],
      remote: remote['candidateType'],
      relayProtocol: local['relayProtocol'] ?? null,
    } as never;
  });
}
