import type { Instant, KeyId, OfficeCode, PersonId, RequestId, Role } from '#kernel';
import { WEEKENDS_ONLY } from '#calendar';
import type { Command, HoldersOf, OutboundCommand, TestStanding } from '../domain/commands.ts';
import type { Answering, Content, RoutedStep } from '../domain/events.ts';

/** Who holds which posts in the specifications; nobody holds two. */
export type Post = { person: PersonId; role: Role; office: OfficeCode };
export const post = (person: string, role: Role, office = 'DISKOMINFO'): Post => ({
  person: person as PersonId,
  role,
  office: office as OfficeCode,
});

export const CAST: readonly Post[] = [
  post('lead', 'OFFICE_LEAD', 'DINKES'),
  post('coordinator', 'COORDINATOR'),
  post('coordinator 2', 'COORDINATOR'),
  post('approver', 'APPROVER'),
  post('approver 2', 'APPROVER'),
  post('legal', 'LEGAL_REVIEWER', 'SETDA'),
  post('leadership', 'LEADERSHIP', 'SETDA'),
];

export const holdersIn =
  (posts: readonly Post[]): HoldersOf =>
  (role, office) =>
    posts
      .filter((one) => one.role === role && (office === undefined || one.office === office))
      .map(({ person }) => person);

/** Does a post of theirs fit the step? */
const holdsIn =
  (posts: readonly Post[], person: string) =>
  ({ role, office }: RoutedStep): boolean =>
    holdersIn(posts)(role, office).includes(person as PersonId);

export const AT = '2026-03-02T02:00:00.000Z' as Instant;
export const REQUEST = '00000000-0000-4000-8000-0000000000a1' as RequestId;
export const OTHER_REQUEST = '00000000-0000-4000-8000-0000000000a2' as RequestId;
const times = { at: AT, now: AT };

export const CONTENT: Content<string> = {
  title: 'Pernyataan tentang banjir',
  body: 'Pompa sudah bekerja sejak pagi.',
  language: 'id',
  attachments: [],
  audience: [],
  citations: [],
};

export const answering = (more: Partial<Answering<string>> = {}): Answering<string> => ({
  requests: [REQUEST],
  track: 'STATUTORY',
  interim: false,
  outcome: 'GRANTED',
  parts: [{ part: 'Rincian anggaran', decision: 'GRANTED' }],
  ...more,
});

export const ROUTES: Readonly<Record<'STATEMENT' | 'ANSWER', RoutedStep[]>> = {
  STATEMENT: [{ role: 'COORDINATOR' }, { role: 'APPROVER' }],
  ANSWER: [
    { role: 'OFFICE_LEAD', office: 'DINKES' as OfficeCode },
    { role: 'COORDINATOR' },
    { role: 'APPROVER' },
  ],
};

type Draft = Command<'DraftOutboundItem'>;

export const draft = (more: Partial<Draft> = {}): Draft => ({
  type: 'DraftOutboundItem',
  ...times,
  by: 'coordinator' as PersonId,
  kind: 'STATEMENT',
  content: CONTENT,
  contentHash: 'hash 1',
  sensitive: false,
  key: '00000000-0000-4000-8000-0000000000c1' as KeyId,
  standingOf: () => 'VALID',
  ...more,
});

type Bare = {
  [T in OutboundCommand['type']]: Omit<Command<T>, 'at' | 'now'>;
}[OutboundCommand['type']];

/** Commands with everything that the specification does not say. */
export function commandsIn(posts: readonly Post[], standing: TestStanding = 'VALID', base = 1) {
  const holdersOf = holdersIn(posts);
  const turning = { holdersOf, reckoning: WEEKENDS_ONLY };
  const standingOf = (): TestStanding => standing;
  const sent = (command: Bare): OutboundCommand => ({ ...times, ...command });
  const who = (by: string) => ({ by: by as PersonId });
  const deciding = (by: string, contentHash: string) => ({
    ...who(by),
    contentHash,
    holds: holdsIn(posts, by),
    holdersOf,
  });
  return {
    revise: (by: string, contentHash: string, content: Content<string> = CONTENT) =>
      sent({ type: 'ReviseOutboundItem', ...who(by), content, contentHash, base, standingOf }),
    submit: (by: string, steps: RoutedStep[] = ROUTES.STATEMENT) =>
      sent({
        type: 'SubmitForApproval',
        ...who(by),
        ...turning,
        base,
        steps,
        routeSince: AT,
        notes: [],
        standingOf,
      }),
    approve: (by: string, contentHash = 'hash 1', assignmentsOpen = false) =>
      sent({
        type: 'ApproveOutboundItem',
        ...deciding(by, contentHash),
        ...turning,
        assignmentsOpen,
      }),
    sendBack: (by: string, contentHash = 'hash 1', reason = 'Angkanya keliru.') =>
      sent({ type: 'ReturnOutboundItem', ...deciding(by, contentHash), reason }),
    refuse: (by: string, contentHash = 'hash 1', reason = 'Tidak perlu.') =>
      sent({ type: 'RejectOutboundItem', ...deciding(by, contentHash), reason }),
    judge: () => sent({ type: 'JudgeStep', ...turning }),
    sensitive: (by: string, sensitive = true, reason = 'Menyangkut wali kota.') =>
      sent({ type: 'SetSensitive', ...who(by), ...turning, sensitive, reason }),
    schedule: (by: string, releaseAt: string, contentHash = 'hash 1') =>
      sent({
        type: 'ScheduleRelease',
        ...who(by),
        contentHash,
        releaseAt: releaseAt as Instant,
      }),
    cancel: (by: string, contentHash = 'hash 1', reason = 'Ditunda.') =>
      sent({ type: 'CancelSchedule', ...who(by), contentHash, reason }),
    release: (by: string, contentHash = 'hash 1', assignmentsOpen = false) =>
      sent({ type: 'ReleaseOutboundItem', ...who(by), contentHash, assignmentsOpen, standingOf }),
    fire: (now: string, assignmentsOpen = false): OutboundCommand => ({
      type: 'ReleaseScheduled',
      at: now as Instant,
      now: now as Instant,
      assignmentsOpen,
      standingOf,
    }),
    refuseScheduled: () => sent({ type: 'RefuseScheduledRelease', refusal: 'ASSIGNMENTS_OPEN' }),
    emergency: (by: string, contentHash = 'hash 1', reason = 'Banjir bandang.') =>
      sent({
        type: 'EmergencyRelease',
        ...who(by),
        contentHash,
        ground: 'DISASTER',
        reason,
        standingOf,
      }),
    review: (by: string, contentHash = 'hash 1', finding = 'Sudah tepat.') =>
      sent({ type: 'ReviewRelease', ...who(by), contentHash, finding }),
    drop: (by: string, reason = 'Tidak jadi.') =>
      sent({ type: 'DropOutboundItem', ...who(by), reason }),
    leave: (request: RequestId, contentHash: string) =>
      sent({ type: 'LeaveRequest', request, contentHash, base }),
    replace: (as: 'CORRECTED' | 'SUPERSEDED', replacement: string) =>
      sent({ type: 'ReplaceOutboundItem', as, replacement: replacement as never }),
    withdraw: (by: string, reason = 'Keliru.') =>
      sent({ type: 'WithdrawRelease', ...who(by), reason }),
  };
}
