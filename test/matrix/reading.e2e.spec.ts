import { Asked } from './asked.ts';
import { FIELD_ROWS } from './fields.ts';
import * as reading from './reading.ts';
import { QUERIES } from './roots.ts';
import { LABELS } from './sights.ts';
import type { Story } from './story.ts';
import { tellStory } from './story-told.ts';
import { VIEWERS } from './viewers.ts';

let story: Story;
let asked: Asked;
let types: Map<string, string>;
let words: string[];
let now: string;
beforeAll(async () => {
  story = await tellStory();
  asked = new Asked(story);
  types = await reading.typesOf(asked);
  words = await reading.wordsThatFind(asked);
  now = (await asked.truth('{ coordinationBoard { asOf } }')).coordinationBoard.asOf;
}, 120_000);
afterAll(() => story.city.close());

describe('the story', () => {
  it('has a row for everything in it, and shows every word to somebody', async () => {
    expect([...story.ids.keys()].sort()).toEqual([...LABELS].sort());
    const missing = await reading.wordsMissing(asked, types);
    expect(missing.map((word) => [word, story.words.get(word)])).toEqual([]);
    expect(words.length).toBeGreaterThan(25);
  });
});

describe.each(VIEWERS)('%s', (who) => {
  afterEach(() => void asked.differences());

  it('sees of every thing what the tables say, by whatever way', async () => {
    await reading.reachById(asked, who);
    await reading.readThings(asked, types, who);
    await reading.download(asked, types, who);
    expect(asked.differences()).toEqual([]);
  });

  it('sees the same in lists, their counts and pages, and by search', async () => {
    await reading.readNodes(asked, types, who);
    await reading.readRoots(asked, who, now);
    await reading.readQueue(asked, who);
    await reading.page(asked, who);
    await reading.search(asked, words, who);
    expect(asked.differences()).toEqual([]);
  });

  it('sees the same of a past', async () => {
    await reading.readPasts(asked, who, now);
    expect(asked.differences()).toEqual([]);
  });
});

describe('what was compared', () => {
  /** Answers to a call and live messages are compared where those are tried. */
  const ELSEWHERE =
    /^(?:UserError|.*Payload|.*[.]userErrors|CoordinationBoardChange|ApprovalQueueChange|Viewer)\b/;
  /** Public all of them, or counts; nothing in the story brings them about. */
  const NOT_IN_STORY = `DeadlineStep.until HistoryEntry.causationId Actor.actingFor Actor.system
    Appointment.actingFor Appointment.until Office.parent Office.successors Office.until
    OfficeCoordination.medianWorkingDays OfficeCoordination.onTimeShare
    OfficeCoordination.p90WorkingDays RequestCounts.onTimeShare PageInfo.startCursor
    PageInfo.endCursor Erasure.certificateEventId Erasure.confirmedBy Erasure.keyDestroyedAt`.split(
    /\s+/,
  );

  it('is a value of every field', () => {
    const empty = FIELD_ROWS.map(([field]) => field).filter(
      (field) => !asked.met.has(field) && !ELSEWHERE.test(field),
    );
    expect(empty.sort()).toEqual(NOT_IN_STORY.sort());
    expect(asked.comparison.cells).toBeGreaterThan(200_000);
  });
});

it('nobody who has not signed in is answered anything', async () => {
  for (const name of Object.keys(QUERIES)) {
    const query = reading.leastOf(name, story.id('R1'));
    const { data, errors } = await story.city.ask(undefined, `{ ${query} }`);
    expect([name, errors?.map(({ extensions }) => extensions.code)]).toEqual([
      name,
      ['UNAUTHENTICATED'],
    ]);
    expect(JSON.stringify(Object.values(data ?? {})).replaceAll('null', '')).toBe('[]');
  }
});
