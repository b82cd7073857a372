import { expectToHearEachOther } from '../e2e/driveLearner.ts';
import type { LetOut, Nat } from './labPlan.ts';
import { endCall, startCall, type LabStage } from './labStage.ts';
import { type Path, pathOf } from './pathOf.ts';
import { RELAY_TLS_PORT } from './startRelay.ts';
import { APP_PORT } from './toLabPlace.ts';

interface Surroundings {
  nat: Nat;
  letOut: LetOut;
}

export const SURROUNDINGS = {
  cone: { nat: 'cone', letOut: 'all' },
  symmetric: { nat: 'symmetric', letOut: 'all' },
  withoutUdp: { nat: 'symmetric', letOut: 'no UDP' },
  webOnly: { nat: 'symmetric', letOut: { tcpPorts: [APP_PORT, RELAY_TLS_PORT] } },
} as const satisfies Record<string, Surroundings>;

/** A call from hello to goodbye. @returns how each side reaches the other */
export async function talkThrough(
  stage: LabStage,
  madinas: Surroundings,
  jasurs: Surroundings,
): Promise<[Path, Path]> {
  const { lab, madina, jasur } = stage;
  await lab.route('wifiA', madinas.nat, madinas.letOut);
  await lab.route('wifiB', jasurs.nat, jasurs.letOut);
  await startCall(stage);
  await expectToHearEachOther(madina, jasur);
  const paths = await Promise.all([pathOf(madina.page), pathOf(jasur.page)]);
  await endCall(stage);
  return paths;
}

/** By what each side reaches its relay. */
export const relays = (paths: readonly Path[]): (Path['relayProtocol'] | 'none')[] =>
  paths.map(({ relayProtocol }) => relayProtocol ?? 'none');
