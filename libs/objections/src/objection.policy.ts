import type { Permits } from '#access';
import type { ConsequenceTestCommand } from './domain/consequence-test.ts';
import type { ObjectionCommand } from './domain/objection.ts';

const coordinator: Permits = ({ role }) => role === 'COORDINATOR';

/** Who may send which command about an objection, domain §4; visibility is asked before. */
export function permitsOnObjection(type: ObjectionCommand['type']): Permits {
  switch (type) {
    case 'DecideObjection':
      return ({ role }) => role === 'PPID_SUPERIOR';
    case 'RecomputeDeadline':
    case 'RecordMissedDeadline':
      return () => false;
    case 'LodgeObjection':
    case 'RegisterObjection':
    case 'RecordDispute':
    case 'SettleDispute':
    case 'RecordCorrespondence':
    case 'PauseDeadline':
    case 'ResumeDeadline':
      return coordinator;
  }
}

/** Who may send which command about a consequence test, domain §4. */
export function permitsOnTest(type: ConsequenceTestCommand['type']): Permits {
  switch (type) {
    case 'OpenConsequenceTest':
      return ({ role }) => role === 'COORDINATOR' || role === 'APPROVER';
    case 'GiveOpinion':
      return ({ role }) => role === 'LEGAL_REVIEWER';
    case 'AssentToConsequenceTest':
      return ({ role }) => role === 'PPID_SUPERIOR';
    case 'DecideConsequenceTest':
    case 'EndConsequenceTest':
      return ({ role }) => role === 'APPROVER';
    case 'RenewConsequenceTest':
    case 'RecomputeDeadline':
    case 'RecordMissedDeadline':
      return () => false;
    case 'PauseDeadline':
    case 'ResumeDeadline':
      return coordinator;
  }
}

/** `LodgeObjection` is called by the mutation `lodgeObjection`. */
export const mutationOf = (type: (ObjectionCommand | ConsequenceTestCommand)['type']): string =>
  type.charAt(0).toLowerCase() + type.slice(1);
