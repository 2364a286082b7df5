import { NestFactory } from '@nestjs/core';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Day, Instant, RequestId } from '#kernel';
import type { OutboundItem } from '#outbound/api';
import { AppModule } from '../../../api/src/app.module.ts';
import { openCity } from '../../../api/src/city.ts';
import type { Config } from '../../../api/src/config.ts';
import { openNewCity } from '../open-city.ts';
import type { Opened } from '../open-city.ts';
import { readOffices } from '../read-offices.ts';
import { DEMO_PASSWORD, castOf } from './cast.ts';
import type { Played } from './play.ts';
import { Play, StoryClock } from './play.ts';
import { STORY } from './story.ts';
import { TEXTS } from './story-texts.ts';
import type { TextScene } from './scene.ts';

const OPENED_AT = '2026-10-01T01:00:00.000Z' as Instant;
const POSTS_FROM = '2026-01-02' as Day;

/**
 * Opens the demo city and plays its story through real commands. Only a folder without a log can
 * be seeded: the story never mixes with anything real.
 */
export async function seedDemo(config: Config, say: (message: string) => void): Promise<void> {
  const clock = new StoryClock(OPENED_AT);
  const offices = readOffices(fileURLToPath(new URL('./offices.csv', import.meta.url)));
  say(`opening the demo city: ${offices.length} offices`);
  const opened = await openNewCity(config, {
    city: 'Kota Tasikmalaya (demo)',
    demo: true,
    clock,
    from: POSTS_FROM,
    offices,
    staff: castOf(offices, POSTS_FROM),
    registers: [],
  });
  await playStory(config, clock, opened, say);
  say(`demo accounts have the password ${DEMO_PASSWORD}`);
}

type Moment = { at: string; play(): Promise<void> };

async function playStory(
  config: Config,
  clock: StoryClock,
  { people }: Opened,
  say: (message: string) => void,
): Promise<void> {
  const city = await openCity(config, { clock });
  const log = pino({ level: 'silent' });
  const app = await NestFactory.createApplicationContext(AppModule.of(city, log), {
    logger: ['error', 'warn'],
  });
  try {
    await app.init();
    const moments = momentsOf(new Play(app, clock, people));
    for (const [index, { play }] of moments.entries()) {
      await play();
      if (index % 50 === 0) say(`story: ${index} of ${moments.length}`);
    }
    say(`story: ${moments.length} of ${moments.length}`);
  } finally {
    await app.close();
    await city.close();
  }
}

/** All scenes, in the order of their times. */
function momentsOf(stage: Play): Moment[] {
  const requests = STORY.flatMap(({ at, who, receipt, steps, answer }): Moment[] => {
    let request: Played | undefined;
    const opening = async (): Promise<void> => {
      request = await stage.receive(at, who, receipt);
    };
    const later = steps.map((step) => ({
      at: step.at,
      play: async (): Promise<void> => {
        if (request === undefined) throw new Error(`${step.at}: its request was not received yet`);
        await request.next(step.at, step.who, step.intent(request));
      },
    }));
    const texts = answer === undefined ? [] : textMoments(stage, answer, () => request?.id ?? '');
    return [{ at, play: opening }, ...later, ...texts];
  });
  const moments = [...requests, ...TEXTS.flatMap((text) => textMoments(stage, text, () => ''))];
  return moments.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function textMoments(stage: Play, scene: TextScene, request: () => string): Moment[] {
  const { at, who, draft, steps } = scene;
  let item: OutboundItem | undefined;
  const opening = async (): Promise<void> => {
    item = await stage.draft(at, who, draft(request() as RequestId));
  };
  const later = steps.map((step) => ({
    at: step.at,
    play: async (): Promise<void> => {
      if (item === undefined) throw new Error(`${step.at}: its text was not drafted yet`);
      item = await stage.act(step.at, step.who, item, step.intent(item));
    },
  }));
  return [{ at, play: opening }, ...later];
}
