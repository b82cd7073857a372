import type { Page } from 'playwright';

export interface VoicePath {
  candidateType: string;
  /** How this side reaches its relay; null without one. */
  relayProtocol: string | null;
}

/** The way that the sound of the newest peer connection takes from this side. @throws when there is none */
export async function readPath(page: Page): Promise<VoicePath> {
  return page.evaluate(async () => {
    const stats = (await window.probe.peers.at(-1)?.getStats()) as
      | Map<string, Record<string, unknown>>
      | undefined;
    const reports = [...(stats?.values() ?? [])];
    const transport = reports.find(({ type }) => type === 'transport');
    const pair = stats?.get(String(transport?.selectedCandidatePairId));
    const local = stats?.get(String(pair?.localCandidateId));
    if (local === undefined) throw new Error('no pair of candidates is in use');
    return {
      candidateType: String(local.candidateType),
      relayProtocol: typeof local.relayProtocol === 'string' ? local.relayProtocol : null,
    };
  });
}
