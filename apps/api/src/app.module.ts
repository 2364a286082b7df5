import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { Logger } from 'pino';
import { Askings, Commands, Readings, SignIns, recordOpenings } from '#access';
import { AccessLog } from '#access-log';
import { ObjectStore } from '#attachments';
import {
  Attachments,
  AttachmentsController,
  CaseSight,
  PersonReach,
  SealedObjects,
  Uploads,
} from '#attachments/api';
import { Clock, EventStore, Transact } from '#event-store';
import { History, LogCodec } from '#history/api';
import * as requests from '#information-requests/api';
import { CityLimits, LimitHandler, LimitHolders, LimitKeeper } from '#limits/api';
import {
  AppointmentHandler,
  ApprovalRouteHandler,
  OfficeHandler,
  ReckoningHandler,
  RunningLimits,
} from '#offices/api';
import * as outbound from '#outbound/api';
import { exemptionOf, standingOf } from '#objections';
import * as objections from '#objections/api';
import { ErasureList } from '#persons';
import * as persons from '#persons/api';
import { ReadModel } from '#read-model';
import { Vault } from '#sealing';
import { City } from './city.ts';
import { caseLinks } from './case-links.ts';
import { answerSight, caseSight, personReach } from './case-sight.ts';
import { Door } from './door.ts';
import { askingAt, graphOptions } from './graph.ts';
import { HealthController } from './health.controller.ts';
import { RESOLVERS } from './resolvers.ts';
import { views } from './views.ts';

/** Cases that have limits. */
class EveryCase extends LimitHolders {
  readonly all = [
    { kind: requests.requestKind, entityOf: requests.followedRequest },
    { kind: outbound.outboundKind, entityOf: outbound.followedItem },
    { kind: objections.objectionKind, entityOf: objections.objectionOf },
    { kind: objections.consequenceTestKind, entityOf: objections.consequenceTestOf },
  ];
}

const consequenceTests: outbound.ConsequenceTests = {
  standingOf: (id, { db, today }) => standingOf(db, id, today),
  exemptionOf: (id, { db }) => exemptionOf(db, id),
};

/** Four eyes: who approved the answer does not decide the objection to it. */
const requestDeciders: objections.RequestDeciders = {
  of: (request, { db }) => outbound.decidersOf(db, request),
};

/** Who handles which command: one envelope and one handler for each decider. */
const HANDLERS = [
  OfficeHandler,
  AppointmentHandler,
  ReckoningHandler,
  ApprovalRouteHandler,
  persons.PersonHandler,
  persons.ErasureHandler,
  persons.LegalHoldHandler,
  requests.ReceiveHandler,
  requests.InformationRequestHandler,
  outbound.DraftHandler,
  outbound.OutboundItemHandler,
  objections.LodgeHandler,
  objections.ObjectionHandler,
  objections.ConsequenceTestHandler,
  LimitHandler,
];

const SERVICES = [
  Commands,
  Readings,
  persons.Persons,
  persons.Erasing,
  persons.ErasureNet,
  { provide: persons.ErasedObjects, useExisting: SealedObjects },
  SealedObjects,
  Uploads,
  Attachments,
  { provide: CaseSight, useValue: caseSight },
  { provide: PersonReach, useValue: personReach },
  History,
  requests.Registers,
  requests.RegisterNet,
  requests.RequestMutations,
  requests.CasesAsOf,
  { provide: requests.CaseLinks, useValue: caseLinks },
  outbound.AnsweredRequests,
  outbound.Contents,
  outbound.Releases,
  outbound.AnswerNet,
  outbound.OutboundMutations,
  outbound.OutboundKeeper,
  { provide: requests.LiveAnswers, useExisting: outbound.AnswerNet },
  { provide: requests.AnswerSight, useValue: answerSight },
  { provide: outbound.ConsequenceTests, useValue: consequenceTests },
  objections.Reopening,
  objections.ObjectionRegisterNet,
  objections.UpheldNet,
  objections.RenewalNet,
  { provide: requests.UpheldObjections, useClass: objections.CityUpheldObjections },
  { provide: requests.ObjectionCorrespondence, useClass: objections.LettersOfObjections },
  { provide: objections.RequestDeciders, useValue: requestDeciders },
  LimitKeeper,
  CityLimits,
  { provide: RunningLimits, useExisting: CityLimits },
  { provide: LimitHolders, useClass: EveryCase },
];

@Module({})
export class AppModule {
  static of(city: City, log: Logger, door = new Door(city)): DynamicModule {
    const { store, accessLog, signIns, transact, model, erasureList, clock } = city.parts;
    const { vault, objects } = city.parts.keeping;
    const askings: Askings = {
      of: (headers) => askingAt(headers, city),
      recordOpenings: (asking) => recordOpenings(asking, accessLog),
    };
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), GraphQLModule.forRoot(graphOptions(city, log, door))],
      controllers: [HealthController, AttachmentsController],
      providers: [
        { provide: City, useValue: city },
        { provide: EventStore, useValue: store },
        { provide: Vault, useValue: vault },
        { provide: AccessLog, useValue: accessLog },
        { provide: SignIns, useValue: signIns },
        { provide: Transact, useValue: transact },
        { provide: ReadModel, useValue: model },
        { provide: ObjectStore, useValue: objects },
        { provide: ErasureList, useValue: erasureList },
        { provide: Askings, useValue: askings },
        { provide: Clock, useValue: clock },
        { provide: LogCodec, useValue: { codec: views.codec } satisfies LogCodec },
        ...SERVICES,
        ...HANDLERS,
        ...RESOLVERS,
      ],
    };
  }
}
