import { z } from 'zod';
import { defineCommand } from '../Command.ts';
import { readFigures } from '../readFigures.ts';

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`);

function duration(ms: number | null): string {
  if (ms === null) return '–';
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export const stats = defineCommand({
  name: 'stats',
  summary: 'how many are here, and what was going on lately',
  usage: '',
  details: [
    'Day and week are the last 24 hours and 7 days. "Here now" needs a running server, or Redis.',
    'Heard: sessions in which both sides reported the other’s voice.',
  ],
  places: [],
  options: {},
  secret: null,
  input: z.strictObject({}),
  async run(desk, _input, say) {
    const house = await desk.house();
    const now = await house.now();
    const figures = await readFigures(house.database, desk.clock.now());
    const { accounts, active, sessions } = figures;
    for (const [name, words] of [
      [
        'accounts',
        `${accounts.all} (${accounts.newInDay} new in a day, ${accounts.newInWeek} in a week, ${accounts.banned} banned)`,
      ],
      ['active', `${active.inDay} in a day, ${active.inWeek} in a week`],
      ['sessions', `${sessions.inDay} in a day, ${sessions.inWeek} in a week`],
      [
        'heard',
        `${percent(sessions.heardShare)} of the week’s, ${percent(sessions.relayShare)} of these through the relay`,
      ],
      ['talk', `${duration(sessions.medianTalkMs)} (median of the week)`],
      [
        'here now',
        `${now.online} online, ${now.waiting.roulette} waiting for anybody, ${now.waiting.level} for their level, ${now.sessions} sessions`,
      ],
      ['reports', `${figures.openReports} open`],
    ] as const) {
      say(`${name.padEnd(10)}${words}`);
    }
    return { isOk: true, data: { ...figures, now } };
  },
});
