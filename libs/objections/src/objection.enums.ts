import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '#graphql/api';
import { RECORDED_STATES } from './domain/consequence-test.ts';
import {
  DISPUTE_STAGES,
  OBJECTION_DECISIONS,
  OBJECTION_GROUNDS,
} from './domain/objection-events.ts';
import { OBJECTION_STATES } from './domain/objection-state.ts';

export const ObjectionStateEnum = enumOf(OBJECTION_STATES);
registerEnumType(ObjectionStateEnum, {
  name: 'ObjectionState',
  description: 'Where an objection stands.',
  valuesMap: {
    LODGED: { description: 'It came in.' },
    REGISTERED: { description: 'It has its number.' },
    DECIDED: { description: 'The superior decided.' },
    DISPUTED: { description: 'It is before the Information Commission.' },
    SETTLED: { description: 'The dispute has ended.' },
  },
});

export const ObjectionGroundEnum = enumOf(OBJECTION_GROUNDS);
registerEnumType(ObjectionGroundEnum, {
  name: 'ObjectionGround',
  description: 'On what ground, UU 14/2008 Pasal 35 ayat (1).',
  valuesMap: {
    A_EXEMPTION: { description: 'Refused on an exemption of article 17.' },
    B_PERIODIC_NOT_PROVIDED: {
      description: 'Periodic information was not provided; needs no request.',
    },
    C_NOT_ANSWERED: { description: 'The request was not answered.' },
    D_NOT_AS_REQUESTED: { description: 'It was answered otherwise than asked.' },
    E_NOT_FULFILLED: { description: 'The request was not fulfilled.' },
    F_UNREASONABLE_COST: { description: 'The cost is unreasonable.' },
    G_TOO_LATE: { description: 'The information came after its limit.' },
  },
});

export const ObjectionDecisionEnum = enumOf(OBJECTION_DECISIONS);
registerEnumType(ObjectionDecisionEnum, {
  name: 'ObjectionDecision',
  description: 'What the superior decided.',
  valuesMap: {
    UPHELD: { description: 'The objection is right; its request goes on.' },
    UPHELD_IN_PART: { description: 'It is right in part; its request goes on.' },
    REJECTED: { description: 'It is not right.' },
    NOT_ADMITTED: { description: 'It is not dealt with, e.g. because it is late.' },
    SETTLED_AMICABLY: { description: 'Both sides agreed.' },
    WITHDRAWN: { description: 'The requester withdrew it.' },
  },
});

export const DisputeStageEnum = enumOf(DISPUTE_STAGES);
registerEnumType(DisputeStageEnum, {
  name: 'DisputeStage',
  description: 'Where a dispute stands, in order.',
  valuesMap: {
    FILED: { description: 'It was filed with the Information Commission.' },
    MEDIATION: { description: 'The commission mediates.' },
    ADJUDICATION: { description: 'The commission hears it.' },
    DECIDED: { description: 'The commission ruled.' },
    COURT: { description: 'It went on to a court.' },
  },
});

export const ConsequenceTestStateEnum = enumOf(RECORDED_STATES);
registerEnumType(ConsequenceTestStateEnum, {
  name: 'ConsequenceTestState',
  description: 'Where a consequence test stands.',
  valuesMap: {
    OPEN: { description: 'It is being weighed.' },
    OPINED: { description: 'The legal reviewer gave an opinion.' },
    DECIDED_EXEMPT: { description: 'The information is exempt until its end.' },
    DECIDED_OPEN: { description: 'The information is open.' },
    ENDED: { description: 'It was exempt; its date has passed, or it was ended.' },
  },
});
