import { reject } from '#kernel';
import type { Decider } from '#kernel';
import * as answers from './answers.ts';
import type { RequestCommand, RequestDecision, RequestRejection } from './commands.ts';
import * as coordination from './coordination.ts';
import * as deadlines from './deadlines.ts';
import type { InformationRequestEvent } from './events.ts';
import { evolve } from './evolve.ts';
import * as intake from './intake.ts';
import * as outcome from './outcome.ts';
import type { InformationRequest, RequestOrNone } from './state.ts';

/**
 * A question the city owes an answer to, on one of three tracks. Read on in the order of its
 * life: `events`, `commands`, `state`, then the rules in `intake`, `coordination`, `deadlines`,
 * `answers` and `outcome`.
 */
export const informationRequest: Decider<
  RequestCommand,
  InformationRequestEvent,
  RequestOrNone,
  RequestRejection
> = {
  initialState: null,

  decide(command, state) {
    if (command.type === 'ReceiveInformationRequest') {
      return state === null ? intake.receive(command) : reject('INVALID_STATE');
    }
    return state === null ? reject('NOT_FOUND') : decideExisting(command, state);
  },

  evolve,
};

type Later = Exclude<RequestCommand, { type: 'ReceiveInformationRequest' }>;

function decideExisting(command: Later, request: InformationRequest): RequestDecision {
  switch (command.type) {
    case 'MarkInformationRequestIncomplete':
    case 'CompleteInformationRequest':
    case 'LapseInformationRequest':
    case 'VoidInformationRequest':
    case 'RegisterInformationRequest':
    case 'ConvertToStatutory':
    case 'WithdrawInformationRequest':
    case 'TransferInformationRequest':
    case 'CloseInformationRequest':
      return intake.decideEntry(command, request);
    case 'AssignOffice':
    case 'SetLeadOffice':
    case 'AcceptAssignment':
    case 'DeclineAssignment':
    case 'ReassignOffice':
    case 'TakeOverAssignment':
    case 'PrepareContribution':
    case 'SubmitContribution':
    case 'ReturnContribution':
    case 'AcceptContribution':
      return coordination.decidePart(command, request);
    case 'DraftAnswer':
    case 'DropAnswerDraft':
    case 'RecordAnswer':
    case 'RecordInterimAnswer':
    case 'ReplaceAnswer':
      return answers.decideAnswer(command, request);
    case 'RecordOutcome':
      return outcome.recordOutcome(command, request);
    case 'RecordCorrespondence':
      return outcome.recordCorrespondence(command, request);
    case 'ExtendDeadline':
      return deadlines.extend(command, request);
    case 'PauseDeadline':
    case 'ResumeDeadline':
    case 'RecomputeDeadline':
    case 'RecordMissedDeadline':
      return deadlines.decideLimitOf(command, request);
    case 'ReopenInformationRequest':
      return outcome.reopen(command, request);
    case 'CorrectInformationRequestEntry':
      return outcome.correctEntry(command, request);
  }
}
