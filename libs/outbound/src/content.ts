import { createHash } from 'node:crypto';
import type { AttachmentId, OutboundKind, RequestId, TextOpener } from '#kernel';
import { findAttachment } from '#attachments';
import type { Reading } from '#access';
import { canonicalText } from '#event-store';
import { openKept } from '#read-model';
import type { Answering, AnswerNotice, AnswerPart, Content } from './domain/events.ts';
import {
  answerOf,
  attachmentIdsOf,
  citationsOf,
  listOf,
  stateOf,
  versionOf,
} from './outbound.queries.ts';
import type { ItemRow, KeptAnswer, VersionRow } from './outbound.queries.ts';

type Db = Reading['db'];

/** Unicode NFC, lines end with LF: how a text is stored and hashed. */
const settled = (text: string): string => text.normalize('NFC').replace(/\r\n?/g, '\n');

export const settledContent = ({ title, body, ...rest }: Content<string>): Content<string> => ({
  ...rest,
  title: settled(title),
  body: settled(body),
});

/**
 * SHA-256 over the canonical JSON (RFC 8785) of everything that an approval approves: kind, title,
 * body, language, hashes of the attachments, audience and citations, and of an answer its requests,
 * outcome, parts and notice. The addressee is merged when it is sent, and is no part of it.
 */
export function contentHashOf(
  kind: OutboundKind,
  content: Content<string>,
  sha256Of: (attachment: AttachmentId) => string,
): string {
  const { attachments, answer, ...text } = content;
  const attachmentHashes = attachments.map(sha256Of);
  const { requests, outcome, parts, notice, interim } = answer ?? {};
  const more = { ...(notice ? { notice } : {}), ...(interim === true ? { interim } : {}) };
  const said = answer === undefined ? {} : { requests, outcome, parts, ...more };
  const hashed = canonicalText({ kind, ...text, attachmentHashes, ...said });
  return createHash('sha256').update(hashed).digest('hex');
}

/** Of the files that are stored. @throws Error for an attachment that is not known */
export const storedHashes =
  (db: Db) =>
  (id: AttachmentId): string => {
    const row = findAttachment(db, id);
    if (row === undefined) throw new Error(`attachment ${id} is not known`);
    return row.sha256;
  };

/** The current version in clear; undefined once its key was destroyed. */
export function currentContent(
  row: ItemRow,
  { db, texts }: Pick<Reading, 'db' | 'texts'>,
): Content<string> | undefined {
  const version = versionOf(db, row.id, stateOf(row).contentVersion);
  if (openKept(texts, version.title) === null) return undefined;
  const answer = answerOf(version);
  return {
    title: opened(texts, version.title),
    body: opened(texts, version.body),
    language: version.language,
    attachments: attachmentIdsOf(version),
    audience: listOf(version.audience),
    citations: citationsOf(version).map(({ contribution, passage }) => ({
      contribution,
      passage: opened(texts, passage),
    })),
    ...(answer === null ? {} : { answer: openedAnswer(answer, texts) }),
  };
}

/** The same text without a request that ended. */
export function contentWithout(request: RequestId, content: Content<string>): Content<string> {
  const { answer } = content;
  if (answer === undefined) return content;
  const requests = answer.requests.filter((id) => id !== request);
  return { ...content, answer: { ...answer, requests } };
}

function openedAnswer(
  { parts, notice, ...codes }: KeptAnswer,
  texts: TextOpener,
): Answering<string> {
  return {
    ...codes,
    parts: parts.map((kept) => openedPart(kept, texts)),
    ...(notice === undefined ? {} : { notice: openedNotice(notice, texts) }),
  };
}

/** Without what is absent: a null is not in the hash. */
function openedPart(kept: KeptAnswer['parts'][number], texts: TextOpener): AnswerPart<string> {
  const { part, reason, legalBasis, ...codes } = kept;
  return {
    ...codes,
    part: opened(texts, part),
    ...(reason === null ? {} : { reason: opened(texts, reason) }),
    ...(legalBasis === null ? {} : { legalBasis: opened(texts, legalBasis) }),
  };
}

function openedNotice(
  kept: NonNullable<KeptAnswer['notice']>,
  texts: TextOpener,
): AnswerNotice<string> {
  const { heldByPublicBody: held, blackedOut: black, howToPay: pay, ...codes } = kept;
  return {
    ...codes,
    ...(held === null ? {} : { heldByPublicBody: opened(texts, held) }),
    ...(black === null ? {} : { blackedOut: opened(texts, black) }),
    ...(pay === null ? {} : { howToPay: opened(texts, pay) }),
  };
}

function opened(texts: TextOpener, kept: VersionRow['title'] | null): string {
  const text = openKept(texts, kept);
  if (text === null) throw new Error('a text of the item was erased');
  return text;
}
