import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, onTestFailed } from 'vitest';
import { driveLearner, type DrivenLearner } from '../e2e/driveLearner.ts';
import { type RunningServer, startServer } from '../e2e/startServer.ts';
import { writeVoices } from '../e2e/voices.ts';
import { artefactPath } from './figures.ts';
import { installCallTap } from './callTap.ts';
import { createLab, type Lab } from './createLab.ts';
import { type RunningRelay, startRelay } from './startRelay.ts';
import { toLabPlace } from './toLabPlace.ts';

/** What "50 ms one way a side" of the cases comes to between the two phones and back. */
export const PEER_ROUND_TRIP_MS = 200;
const ONE_WAY_MS = 50;

export interface LabStage {
  lab: Lab;
  server: RunningServer;
  relay: RunningRelay;
  /** Speaks low, behind the router `wifiA`; can change to `carrierA`. */
  madina: DrivenLearner;
  /** Speaks high, behind the router `wifiB`. */
  jasur: DrivenLearner;
}

interface StageOptions {
  /** Of the server, beside the relay. */
  settings?: Record<string, string>;
  /** How much of the time the two speak, 0…1. */
  spokenShare: number;
}

/**
 * A lab of its own for a file of cases: the server and the relay on the backbone, a learner with a phone of her own at
 * either side, both registered. Before each case all links are as they were: cone NAT, 50 ms each way, nothing lost.
 */
export function setLabStage({ settings = {}, spokenShare }: StageOptions): () => LabStage {
  let stage: LabStage | null = null;
  let lab: Lab | null = null;
  let server: RunningServer | null = null;
  const learners: DrivenLearner[] = [];
  const temporaryBefore = process.env.TMPDIR;

  const now = (): LabStage => {
    if (stage === null) throw new Error('the lab is there inside tests only');
    return stage;
  };

  beforeAll(async () => {
    const built = await createLab();
    lab = built;
    // The browsers, the server and the voices write there, and it is removed with the lab, however that ends.
    process.env.TMPDIR = built.folder;
    const relay = await startRelay(built);
    const place = toLabPlace(built);
    const [running, voices] = await Promise.all([
      startServer({
        settings: { ...relay.settings, ROULETTE_INTERVAL_SECONDS: '5', ...settings },
        place,
      }),
      writeVoices(spokenShare),
    ]);
    server = running;
    const enter = async (
      name: string,
      phone: 'phoneA' | 'phoneB',
      { voice, locale }: { voice: 'low' | 'high'; locale: 'uz' | 'en' },
    ): Promise<DrivenLearner> => {
      const browserPath = await built.programAt(phone, process.env.CHROMIUM_PATH ?? 'chromium');
      const browserFlags = [`--unsafely-treat-insecure-origin-as-secure=${running.origin}`, ...relay.flags];
      const learner = await driveLearner(name, {
        voice,
        locale,
        voices,
        origin: running.origin,
        browserPath,
        browserFlags,
        scripts: [installCallTap],
      });
      learners.push(learner);
      await learner.register();
      return learner;
    };
    const [madina, jasur] = await Promise.all([
      enter('Madina', 'phoneA', { voice: 'low', locale: 'uz' }),
      enter('Jasur', 'phoneB', { voice: 'high', locale: 'en' }),
    ]);
    stage = { lab: built, server: running, relay, madina, jasur };
  });

  beforeEach(async () => {
    const { lab: links } = now();
    for (const router of ['wifiA', 'carrierA', 'wifiB'] as const) await links.route(router, 'cone');
    const plain = { delay_ms: ONE_WAY_MS, jitter_ms: 0, loss: 0, is_cut: false };
    for (const wire of ['wifi', 'lte', 'other'] as const) await links.wire(wire, plain);
    await links.switchTo('wifi');
    onTestFailed(async ({ task }) => {
      mkdirSync(artefactPath('.'), { recursive: true });
      const file = task.name.replaceAll(/\W+/g, '-');
      await Promise.all(
        learners.map(({ name, page }) =>
          page.screenshot({ path: artefactPath(`${file}-${name}.png`) }).catch(() => null),
        ),
      );
    });
  });

  afterAll(async () => {
    await Promise.all(learners.map((learner) => learner.close()));
    await server?.stop();
    await lab?.close();
    if (temporaryBefore === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporaryBefore;
  });

  return now;
}

/** Both look for a partner and find each other. */
export async function startCall({ madina, jasur }: LabStage, mode: 'roulette' | 'level' = 'level') {
  await madina.find(mode);
  await madina.heading('waiting.title').waitFor();
  await jasur.find(mode);
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
}

/** As two who have never talked: recent partners are left to the round, also by level. */
export async function becomeStrangers({ madina, jasur }: LabStage): Promise<void> {
  const become = async ({ page, register }: DrivenLearner): Promise<void> => {
    await page.evaluate(() =>
      fetch('/trpc/auth.logout', { method: 'POST', headers: { 'content-type': 'application/json' } }),
    );
    await page.goto('/');
    await register();
  };
  await Promise.all([become(madina), become(jasur)]);
}

/** One hangs up, and both are where they were before the call. */
export async function endCall({ madina, jasur }: LabStage): Promise<void> {
  await madina.hangUp();
  await Promise.all([madina.goHome(), jasur.goHome()]);
}
