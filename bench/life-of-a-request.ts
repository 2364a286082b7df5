import { freshId } from '#event-store';
import type { RequestCommand } from '#information-requests';
import type { AssignmentId, ContributionId, KeyId, OfficeCode, PersonId } from '#kernel';

type Filled = 'at' | 'now' | 'reckoning';
type StepOf<C> = C extends RequestCommand ? Omit<C, Filled> : never;
/** A command without its time. */
export type Step = StepOf<RequestCommand>;

/** Who asks, who answers, and the keys that seal what they say. */
export type Cast = {
  person: PersonId;
  spokesperson: PersonId;
  keys: { person: KeyId; case: KeyId };
  takeKey(): KeyId;
};

const DISKOMINFO = 'DISKOMINFO' as OfficeCode;
const OFFICES = ['DINKES', 'DISDIK', 'PUTR', 'DLH', 'DINSOS', 'BPKAD', 'DISHUB', 'SATPOLPP'].map(
  (code) => code as OfficeCode,
);

/** What happens to the index-th request: half of them statutory, half of journalists. */
export function lifeOf(index: number, cast: Cast): Step[] {
  const track = index % 2 === 0 ? 'STATUTORY' : 'MEDIA';
  const [lead, other] = [officeOf(index), officeOf(index + 3)];
  const register = { STATUTORY: 'PIP', MEDIA: 'MED' }[track];
  // Far from the numbers that the demo's own story takes.
  const number = `${10_000 + index}/${register}/2026`;
  const leading = freshId<AssignmentId>();
  const helping = freshId<AssignmentId>();
  return [
    receipt(index, track, cast),
    { type: 'RecordCorrespondence', kind: 'ACKNOWLEDGEMENT', way: 'EMAIL' },
    { type: 'RegisterInformationRequest', number, track },
    assignment(leading, lead, true),
    assignment(helping, other, false),
    { type: 'AcceptAssignment', assignmentId: leading },
    { type: 'DeclineAssignment', assignmentId: helping, reason: 'Bukan kewenangan kami.' },
    contribution(leading, 'Rincian per kecamatan terlampir.', cast),
    { type: 'ReturnContribution', assignmentId: leading, reason: 'Mohon rincian per ruas jalan.' },
    contribution(leading, 'Rincian per ruas jalan terlampir, triwulan I sampai IV.', cast),
    { type: 'AcceptContribution', assignmentId: leading },
    ...(track === 'MEDIA' ? answer(cast) : withdrawal(index)),
  ];
}

const answer = ({ spokesperson }: Cast): Step[] => [
  {
    type: 'RecordOutcome',
    outcome: 'ANSWERED_DIRECTLY',
    spokesperson,
    gist: 'Rincian per ruas jalan disampaikan.',
  },
  { type: 'RecordCorrespondence', kind: 'ANSWER_NOTICE', way: 'EMAIL' },
  { type: 'CloseInformationRequest' },
];

/** Of every fourth request; the other statutory ones stay open. */
const withdrawal = (index: number): Step[] =>
  index % 4 === 0
    ? [{ type: 'WithdrawInformationRequest', reason: 'Sudah mendapat dokumennya.' }]
    : [];

const receipt = (index: number, track: 'STATUTORY' | 'MEDIA', { person, keys }: Cast): Step => ({
  type: 'ReceiveInformationRequest',
  track,
  channel: 'EMAIL',
  subject: `Anggaran jalan lingkungan ${index} tahun 2025`,
  details: 'Mohon rincian anggaran dan realisasi pemeliharaan jalan lingkungan tahun 2025.',
  purpose: 'Penelitian pribadi',
  requester: person,
  receivingOffice: DISKOMINFO,
  keys: { case: keys.case, words: keys.person },
});

const assignment = (newAssignmentId: AssignmentId, office: OfficeCode, lead: boolean): Step => ({
  type: 'AssignOffice',
  newAssignmentId,
  office,
  lead,
  officeActive: true,
  instructions: 'Mohon rincian per ruas jalan.',
});

const contribution = (assignmentId: AssignmentId, text: string, { takeKey }: Cast): Step => ({
  type: 'SubmitContribution',
  assignmentId,
  contributionId: freshId<ContributionId>(),
  text,
  informationHeld: true,
  key: takeKey(),
});

const officeOf = (index: number): OfficeCode => OFFICES[index % OFFICES.length] ?? DISKOMINFO;
