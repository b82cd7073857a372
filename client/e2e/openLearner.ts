import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { installProbe } from './pageProbe.ts';
import type { Voice, VoiceFiles } from './voices.ts';

/** One person at one phone: a browser process of their own, for a fake microphone is one per process. */
export interface OpenLearner {
  page: Page;
  context: BrowserContext;
  voice: Voice;
  /** Console errors, uncaught errors and violations of the content security policy so far; to be empty at the end. */
  complaints(): readonly string[];
  /** Drops the complaints that a browser makes of its own accord when a server cannot be reached. */
  forgiveLostConnection(): void;
  close(): Promise<void>;
}

export interface LearnerOptions {
  voice: Voice;
  voices: VoiceFiles;
  origin: string;
  locale: 'uz' | 'ru' | 'en';
  /** `none`: a phone without one; `refused`: the person says no. */
  microphone?: 'granted' | 'refused' | 'none';
  /** More switches for the browser, such as where a name leads. */
  browserFlags?: readonly string[];
  /** Instead of this machine's usual browser. */
  browserPath?: string;
  /** Functions that run in each page before its own scripts, after the probe. */
  scripts?: readonly (() => void)[];
  serviceWorkers?: 'allow' | 'block';
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
  '--disable-component-update',
  '--disable-background-networking',
  // Pages that nobody looks at keep their timers.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

function microphoneFlags({ microphone, voices, voice }: LearnerOptions): string[] {
  switch (microphone) {
    case 'none':
      return [];
    case 'refused':
      return ['--use-fake-device-for-media-stream'];
    case 'granted':
    case undefined:
      return [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-audio-capture=${voices.pathOf(voice)}`,
      ];
    default:
      throw new Error(`no such microphone: ${JSON.stringify(microphone satisfies never)}`);
  }
}

/** Opens the app on a phone-sized screen, in the given language. */
export async function openLearner(options: LearnerOptions): Promise<OpenLearner> {
  const executablePath = options.browserPath ?? process.env.CHROMIUM_PATH;
  const browser: Browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...FLAGS, ...microphoneFlags(options), ...(options.browserFlags ?? [])],
  });
  const context = await browser.newContext({
    baseURL: options.origin,
    locale: { uz: 'uz-UZ', ru: 'ru-RU', en: 'en-GB' }[options.locale],
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    serviceWorkers: options.serviceWorkers ?? 'allow',
    permissions: options.microphone === 'refused' ? [] : ['microphone'],
  });
  for (const script of [installProbe, ...(options.scripts ?? [])]) await context.addInitScript(script);
  let complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  await page.goto('/');
  return {
    page,
    context,
    voice: options.voice,
    complaints: () => complaints,
    forgiveLostConnection() {
      complaints = complaints.filter(
        (text) => !/net::ERR_(CONNECTION|INTERNET)|WebSocket connection to .* failed/.test(text),
      );
    },
    close: () => browser.close(),
  };
}
