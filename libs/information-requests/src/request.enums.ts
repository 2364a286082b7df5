import type { CorrespondenceKind, DeliveryWay, Exemption } from '#kernel';
import { describedEnum } from '#graphql/api';
import type * as words from './domain/events.ts';
import type { ASSIGNMENT_STATES, REQUEST_STATES } from './domain/state.ts';

export const TrackEnum = describedEnum<words.Track>(
  'RequestTrack',
  'On which track a request runs.',
  {
    STATUTORY: 'A citizen or legal body under the information law, UU 14/2008.',
    MEDIA: "A journalist's question.",
    INTER_OFFICE: 'One office asks another.',
  },
);

export const RequestStateEnum = describedEnum<(typeof REQUEST_STATES)[number]>(
  'RequestState',
  'Where a request stands.',
  {
    RECEIVED: 'It arrived and is not registered yet.',
    INCOMPLETE: 'Something is missing.',
    REGISTERED: 'It has its number.',
    IN_COORDINATION: 'Offices have a part in it.',
    IN_REVIEW: 'An answer is drafted.',
    ANSWERED: 'It has its outcome.',
    CLOSED: 'Answered, told and closed.',
    WITHDRAWN: 'The requester withdrew it.',
    TRANSFERRED: 'Another public body answers it.',
    LAPSED: 'It was never completed.',
    VOIDED: 'The entry should not exist.',
  },
);

export const ChannelEnum = describedEnum<words.Channel>(
  'RequestChannel',
  'How a request came in.',
  {
    ONLINE: 'By a form on a site.',
    EMAIL: 'By e-mail.',
    LETTER: 'By letter.',
    IN_PERSON: 'In person.',
    PHONE: 'By telephone.',
    MESSAGING: 'By a messaging service.',
    SOCIAL_MEDIA: 'On social media.',
    PRESS_EVENT: 'At an occasion for the press.',
    INTERNAL: 'Inside the house.',
  },
);

export const WantedFormEnum = describedEnum<words.WantedForm>(
  'WantedForm',
  'In which form the information is wanted.',
  {
    INSPECT: 'To look at.',
    COPY_PAPER: 'A copy on paper.',
    COPY_DIGITAL: 'A digital copy.',
  },
);

export const DeliveryWayEnum = describedEnum<DeliveryWay>(
  'DeliveryWay',
  'How something is handed over.',
  {
    IN_PERSON: 'In person.',
    POST: 'By post.',
    EMAIL: 'By e-mail.',
    MESSAGING: 'By a messaging service.',
    PHONE: 'By telephone.',
    PICK_UP: 'The requester picks it up.',
  },
);

export const OutcomeEnum = describedEnum<words.Outcome>(
  'RequestOutcome',
  'What became of a request; each track has its own.',
  {
    GRANTED: 'Statutory: given in full.',
    GRANTED_IN_PART: 'Statutory: given in part.',
    REFUSED_EXEMPT: 'Statutory: exempt under article 17.',
    REFUSED_OTHER: 'Statutory: refused on another legal basis.',
    NOT_HELD: 'Statutory and inter-office: not held here.',
    NOT_YET_DOCUMENTED: 'Statutory: not documented yet.',
    ALREADY_PUBLIC: 'Statutory: already public.',
    WITHDRAWN: 'Statutory: withdrawn.',
    STATEMENT: 'Media: a statement of ours.',
    BACKGROUND: 'Media: background.',
    ANSWERED_DIRECTLY: 'Media: answered by a named spokesperson.',
    INTERVIEW: 'Media: an interview.',
    DOORSTOP: 'Media: a doorstop interview.',
    PHOTO_OPPORTUNITY: 'Media: an occasion to take pictures.',
    REFERRED: 'Media: referred to somebody else.',
    DECLINED_TO_COMMENT: 'Media: no comment.',
    SPOKESPERSON_UNAVAILABLE: 'Media: nobody could speak.',
    CANCELLED_BY_JOURNALIST: 'Media: the journalist no longer needs it.',
    PROVIDED: 'Inter-office: provided.',
    PROVIDED_IN_PART: 'Inter-office: provided in part.',
    DECLINED: 'Inter-office: declined.',
  },
);

export const RelationEnum = describedEnum<(typeof words.RELATIONS)[number]>(
  'RequestRelation',
  'How a request relates to an earlier one.',
  {
    FOLLOW_UP: 'It asks on.',
    SAME_SUBJECT: 'It asks about the same thing.',
    SAME_SENDER: 'The same person asks.',
    REPLACES: 'It replaces an entry that was voided.',
  },
);

export const VoidReasonEnum = describedEnum<(typeof words.VOID_REASONS)[number]>(
  'VoidReason',
  'Why an entry should not exist.',
  {
    DUPLICATE: 'It was entered twice.',
    WRONG_TRACK: 'It belongs on another track.',
    NOT_A_REQUEST: 'It is no request.',
    TEST: 'It was a test.',
  },
);

export const ReopenCauseEnum = describedEnum<words.ReopenCause>(
  'ReopenCause',
  'Why an ended or answered request goes on.',
  {
    OBJECTION_UPHELD: 'The superior upheld an objection, wholly or in part.',
    COMMISSION_ORDER: 'The Information Commission ordered it.',
    ANSWER_WITHDRAWN: 'The answer was withdrawn.',
  },
);

export const CorrespondenceKindEnum = describedEnum<CorrespondenceKind>(
  'CorrespondenceKind',
  'What was sent to or came from the requester.',
  {
    ACKNOWLEDGEMENT: 'That the request was received.',
    INCOMPLETE_NOTICE: 'That something is missing.',
    EXTENSION_NOTICE: 'That the limit was extended.',
    INTERIM_NOTICE: 'A part of the answer; ends no limit.',
    ANSWER_NOTICE: 'The answer: with it the requester is told.',
    INFORMATION_HANDED_OVER: 'The information itself; tells what it cost.',
    OBJECTION_REPLY: 'The reply to an objection.',
    REMINDER: 'A reminder.',
    REQUESTER_RESPONSE: 'Something came from the requester.',
    OTHER: 'Anything else.',
  },
);

export const CorrectableFieldEnum = describedEnum<words.CorrectableField>(
  'CorrectableField',
  'Which entry of a request can be corrected.',
  {
    SUBJECT: 'The heading.',
    DETAILS: 'What was asked.',
    PURPOSE: 'What for.',
    CHANNEL: 'How it came in: a RequestChannel.',
    OCCURRED_AT: 'When it was received, registered, answered or closed: an instant.',
    ANSWER_NEEDED_BY: "The journalist's own deadline: an instant.",
    MISSING: 'What is missing, while INCOMPLETE.',
    WANTED_FORM: 'A WantedForm.',
    DELIVERY: 'A DeliveryWay.',
    REFERENCE: 'A number of another system; without one, all are cleared.',
  },
);

export const AssignmentStateEnum = describedEnum<(typeof ASSIGNMENT_STATES)[number]>(
  'AssignmentState',
  "Where an office's part stands.",
  {
    ASSIGNED: 'The office has not reacted yet.',
    ACCEPTED: 'The office works on it.',
    CONTRIBUTED: 'The office delivered.',
    RETURNED: 'Its contribution came back.',
    SETTLED: 'Its contribution was accepted.',
    DECLINED: 'The office declined.',
    REASSIGNED: 'Another assignment took its place.',
    TAKEN_OVER: 'Diskominfo answers itself.',
    CANCELLED: 'The request ended otherwise.',
  },
);

export const OrderFieldEnum = describedEnum<
  'RECEIVED_AT' | 'DUE_AT' | 'ASSIGNMENT_DUE_AT' | 'NUMBER'
>('InformationRequestOrderField', 'What a list of requests is ordered by.', {
  RECEIVED_AT: 'When it arrived.',
  DUE_AT: 'When its binding limit ends; without a running one last.',
  ASSIGNMENT_DUE_AT: "When the office's limit ends; needs exactly one of officeCodes.",
  NUMBER: 'Its number; without one last.',
});

export const OrderDirectionEnum = describedEnum<'ASC' | 'DESC'>(
  'OrderDirection',
  'In which direction a list runs.',
  { ASC: 'The smallest or oldest first.', DESC: 'The largest or newest first.' },
);

export const ExemptionEnum = describedEnum<Exemption>(
  'Exemption',
  'Letter of UU 14/2008 Pasal 17.',
  {
    A: 'Law enforcement.',
    B: 'Intellectual property and fair competition.',
    C: 'Defence and security of the state.',
    D: 'Natural wealth.',
    E: 'Resilience of the national economy.',
    F: 'Foreign relations.',
    G: 'Authentic deeds of a private nature and wills.',
    H: 'Secrets of a person.',
    I: 'Memoranda and letters within and between public bodies.',
    J: 'What must not be disclosed under another law.',
  },
);
