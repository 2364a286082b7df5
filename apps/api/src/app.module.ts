import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { Logger } from 'pino';
import { Accounts, Commands, Readings, Tokens } from '#access';
import { Clock, EventStore, Transact } from '#event-store';
import { History, LogCodec } from '#history/api';
import * as requests from '#information-requests/api';
import { CityLimits, LimitHandler, LimitHolders, LimitKeeper } from '#limits/api';
import { AppointmentHandler, OfficeHandler, ReckoningHandler, RunningLimits } from '#offices/api';
import * as objections from '#objections/api';
import { PersonHandler, Persons } from '#persons/api';
import { ReadModel } from '#read-model';
import { Vault } from '#sealing';
import { City } from './city.ts';
import { graphOptions } from './graph.ts';
import { HealthController } from './health.controller.ts';
import { RESOLVERS } from './resolvers.ts';
import { views } from './views.ts';

/** Cases that have limits. */
class EveryCase extends LimitHolders {
  readonly all = [
    { kind: requests.requestKind, entityOf: requests.requestOf },
    { kind: objections.objectionKind, entityOf: objections.objectionOf },
    { kind: objections.consequenceTestKind, entityOf: objections.consequenceTestOf },
  ];
}

/** Who handles which command: one envelope and one handler for each decider. */
const HANDLERS = [
  OfficeHandler,
  AppointmentHandler,
  ReckoningHandler,
  PersonHandler,
  requests.ReceiveHandler,
  requests.InformationRequestHandler,
  objections.LodgeHandler,
  objections.ObjectionHandler,
  objections.ConsequenceTestHandler,
  LimitHandler,
];

const SERVICES = [
  Commands,
  Readings,
  Persons,
  History,
  requests.Registers,
  requests.RegisterNet,
  requests.RequestMutations,
  requests.RequestsAsOf,
  objections.Reopening,
  objections.ObjectionRegisterNet,
  objections.UpheldNet,
  objections.RenewalNet,
  { provide: requests.UpheldObjections, useClass: objections.CityUpheldObjections },
  { provide: requests.ObjectionCorrespondence, useClass: objections.LettersOfObjections },
  { provide: objections.RequestDeciders, useValue: { of: () => [] } },
  LimitKeeper,
  CityLimits,
  { provide: RunningLimits, useExisting: CityLimits },
  { provide: LimitHolders, useClass: EveryCase },
];

@Module({})
export class AppModule {
  static of(city: City, log: Logger, production: boolean): DynamicModule {
    const { store, vault, accounts, tokens, transact, model, clock } = city.parts;
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot(), GraphQLModule.forRoot(graphOptions(city, log, production))],
      controllers: [HealthController],
      providers: [
        { provide: City, useValue: city },
        { provide: EventStore, useValue: store },
        { provide: Vault, useValue: vault },
        { provide: Accounts, useValue: accounts },
        { provide: Tokens, useValue: tokens },
        { provide: Transact, useValue: transact },
        { provide: ReadModel, useValue: model },
        { provide: Clock, useValue: clock },
        { provide: LogCodec, useValue: { codec: views.codec } satisfies LogCodec },
        ...SERVICES,
        ...HANDLERS,
        ...RESOLVERS,
      ],
    };
  }
}
