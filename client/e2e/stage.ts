import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { newDataDir } from '../../server/src/testing/newDataDir.ts';
import { driveLearner, type DrivenLearner } from './driveLearner.ts';
import type { LearnerOptions } from './openLearner.ts';
import { type Front, openFront } from './openFront.ts';
import { type RunningServer, startServer } from './startServer.ts';
import { type VoiceFiles, writeVoices } from './voices.ts';

export interface Stage {
  /** What stands between the learners and the server. @throws in a file that has asked for none */
  front(): Front;
  /** The server of this file. */
  server(): RunningServer;
  /** Opens the app; closed after the test, when it also must not have complained of anything. */
  enter(name: string, options: Omit<LearnerOptions, 'voices' | 'origin'>): Promise<DrivenLearner>;
  /** Two who are registered: Madina speaks low and reads Uzbek, Jasur high and English. */
  twoLearners(): Promise<[madina: DrivenLearner, jasur: DrivenLearner]>;
}

/**
 * A server of its own for a file of scenarios, and learners who come and go with each test.
 * @param entry in the place of the server's own, under server/
 * @param hasFront whether a test can make the server's answers another release's
 */
export function setStage(settings: Record<string, string> = {}, entry?: string, hasFront = false): Stage {
  let server: RunningServer | null = null;
  let front: Front | null = null;
  let voices: VoiceFiles | null = null;
  let learners: DrivenLearner[] = [];

  beforeAll(async () => {
    if (hasFront) front = await openFront();
    const own = front === null ? settings : { ...settings, PUBLIC_ORIGIN: front.origin };
    const dataDir = await newDataDir();
    [server, voices] = await Promise.all([
      startServer({ settings: own, dataDir, ...(entry !== undefined && { entry }) }),
      writeVoices(),
    ]);
    front?.lead(server.origin);
  });
  afterEach(async () => {
    const complaints = learners.flatMap((learner) =>
      learner.complaints().map((text) => `${learner.name}: ${text}`),
    );
    await Promise.all(learners.map((learner) => learner.close()));
    learners = [];
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await front?.close();
    await server?.stop();
    await voices?.remove();
  });

  const runningServer = (): RunningServer => {
    if (server === null) throw new Error('the server runs inside tests only');
    return server;
  };
  const enter: Stage['enter'] = async (name, options) => {
    if (voices === null) throw new Error('the voices are there inside tests only');
    const learner = await driveLearner(name, {
      ...options,
      voices,
      origin: front?.origin ?? runningServer().origin,
    });
    learners.push(learner);
    return learner;
  };

  return {
    server: runningServer,
    front() {
      if (front === null) throw new Error('this file has asked for no front');
      return front;
    },
    enter,
    async twoLearners() {
      const madina = await enter('Madina', { voice: 'low', locale: 'uz' });
      const jasur = await enter('Jasur', { voice: 'high', locale: 'en' });
      await madina.register();
      await jasur.register();
      return [madina, jasur];
    },
  };
}
