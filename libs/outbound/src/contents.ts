import { Injectable } from '@nestjs/common';
import type {
  ConsequenceTestId,
  ContributionId,
  OfficeCode,
  OutboundItemId,
  OutboundKind,
  RequestId,
} from '#kernel';
import { Attachments } from '#attachments/api';
import type { Reading } from '#access';
import type { Envelope } from '#event-store';
import { given } from '#graphql/api';
import type { UserErrorCode } from '#graphql/api';
import { contributionNode, requestOf } from '#information-requests/api';
import { findOffice } from '#offices';
import { ConsequenceTests } from './consequence-tests.ts';
import { contentHashOf, currentContent, settledContent } from './content.ts';
import type { StandingOf } from './domain/commands.ts';
import type { Answering, AnswerNotice, AnswerPart, Content } from './domain/events.ts';
import type { ItemRow } from './outbound.queries.ts';

/** What a caller says of a text; what is left out stays as it is, or is empty in a first draft. */
export type Said = {
  title?: string;
  body?: string;
  language?: string;
  attachments?: string[];
  audience?: OfficeCode[];
  citations?: { contribution: ContributionId; passage: string }[];
  requests?: RequestId[];
  interim?: boolean;
  outcome?: string;
  parts?: Omit<AnswerPart<string>, 'exemption'>[];
  notice?: AnswerNotice<string>;
};

type Saying = { said: Said; reading: Reading; envelope: Envelope };
type Fault = { code: UserErrorCode; field?: string };
/** With its hash, and the envelope with which its attachments become the item's. */
type Built = { content: Content<string>; contentHash: string; envelope: Envelope } | Fault;
type Building = { id: OutboundItemId; kind: OutboundKind; before: Content<string> };

/** Texts put together from what is said and what they rest on, which must be known and seen. */
@Injectable()
export class Contents {
  readonly #attachments: Attachments;
  readonly #tests: ConsequenceTests;

  constructor(attachments: Attachments, tests: ConsequenceTests) {
    this.#attachments = attachments;
    this.#tests = tests;
  }

  /** A first draft; `from`: the item in whose place it is to stand, attachments copied. */
  drafted(id: OutboundItemId, kind: OutboundKind, by: Saying, from?: ItemRow): Built {
    const before = from === undefined ? EMPTY : currentContent(from, by.reading);
    return before === undefined ? ERASED : this.#build({ id, kind, before }, by);
  }

  /** Of an item as it stands. */
  revised(row: ItemRow, by: Saying): Built {
    const { said, reading } = by;
    const ofAnswer = ['requests', 'outcome', 'parts', 'notice'] as const;
    const wrong = ofAnswer.find((field) => said[field] !== undefined && row.kind !== 'ANSWER');
    if (wrong !== undefined) return fault(FIELDS[wrong]);
    if (said.requests !== undefined && row.replaces !== null) return fault('answers');
    const { id, kind } = row;
    const before = currentContent(row, reading);
    return before === undefined ? ERASED : this.#build({ id, kind, before }, by);
  }

  standingIn(reading: Pick<Reading, 'db' | 'today'>): StandingOf {
    return (test) => this.#tests.standingOf(test, reading);
  }

  #build({ id, kind, before }: Building, { said, reading, envelope }: Saying): Built {
    const { attachments, audience, citations } = said;
    if (!(audience ?? []).every((code) => findOffice(reading.db, code, reading.today))) {
      return { code: 'NOT_FOUND', field: 'audienceOfficeCodes' };
    }
    if (!(citations ?? []).every(({ contribution }) => contributionNode(contribution, reading))) {
      return { code: 'NOT_FOUND', field: 'citations' };
    }
    const answer = this.#answer(said, before.answer, reading);
    if (answer !== undefined && 'code' in answer) return answer;
    const named = attachments ?? before.attachments;
    const prepared = this.#attachments.prepare(named, id, reading, envelope);
    if (prepared === 'NOT_FOUND') return { code: 'NOT_FOUND', field: 'attachmentIds' };
    const content = settledContent({
      title: said.title ?? before.title,
      body: said.body ?? before.body,
      language: said.language ?? before.language,
      attachments: prepared.ids,
      audience: audience ?? before.audience,
      citations: citations ?? before.citations,
      ...(answer === undefined ? {} : { answer }),
    });
    const { hashes } = prepared;
    const contentHash = contentHashOf(kind, content, (file) => hashes.get(file) ?? '');
    return { content, contentHash, envelope: prepared.envelope };
  }

  #answer(
    said: Said,
    before: Answering<string> | undefined,
    reading: Reading,
  ): Answering<string> | Fault | undefined {
    const requests = said.requests ?? before?.requests;
    if (requests === undefined) return undefined;
    const tracks = requests.map((id) => requestOf(id, reading)?.track);
    if (tracks.includes(undefined)) return { code: 'NOT_FOUND', field: 'answers' };
    const [track] = tracks;
    if (track === undefined || new Set(tracks).size > 1) return fault('answers');
    const { interim, outcome, notice } = said;
    const parts = said.parts?.map((part) => this.#lettered(part, reading));
    const earlier = before ?? { interim: false, outcome: '', parts: [] };
    return { ...earlier, requests, track, ...given({ interim, outcome, parts, notice }) };
  }

  /** With the letter of article 17 that its test weighed. */
  #lettered(part: Omit<AnswerPart<string>, 'exemption'>, reading: Reading): AnswerPart<string> {
    const test: ConsequenceTestId | undefined = part.consequenceTest;
    const exemption = test && this.#tests.exemptionOf(test, reading);
    return exemption === undefined ? part : { ...part, exemption };
  }
}

const EMPTY: Content<string> = {
  title: '',
  body: '',
  language: 'id',
  attachments: [],
  audience: [],
  citations: [],
};

const FIELDS = {
  requests: 'answers',
  outcome: 'outcome',
  parts: 'parts',
  notice: 'notice',
} as const;
/** Nothing can be written on a text that nobody can read any more. */
const ERASED: Fault = { code: 'INVALID_STATE' };

const fault = (field: string): Fault => ({ code: 'INVALID_INPUT', field });
