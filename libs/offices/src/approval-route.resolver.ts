import { CommandBus, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Commands, CurrentAsking, Readings, isHandled } from '#access';
import type { Asking, Call, Handled } from '#access';
import type { StreamKind } from '#event-store';
import {
  ApprovalRoute,
  ApprovalRoutePayload,
  SetApprovalRouteInput,
} from './approval-route.types.ts';
import { approvalRouteCodec, approvalRoutes } from './approval-routes.ts';
import { approvalRoute } from './domain/approval-route.ts';
import type {
  ApprovalRouteCommand,
  ApprovalRouteEvent,
  ApprovalRouteRejection,
  ApprovalRouteState,
} from './domain/approval-route.ts';

const approvalRouteKind: StreamKind<
  ApprovalRouteCommand,
  ApprovalRouteEvent,
  ApprovalRouteState,
  ApprovalRouteRejection
> = { category: 'approvalRoute', decider: approvalRoute, codec: approvalRouteCodec };

/** The envelope of the command that sets a route. */
export class HandleApprovalRoute {
  readonly call: Call;
  readonly command: ApprovalRouteCommand;

  constructor(call: Call, command: ApprovalRouteCommand) {
    this.call = call;
    this.command = command;
  }
}

@CommandHandler(HandleApprovalRoute)
export class ApprovalRouteHandler implements ICommandHandler<HandleApprovalRoute, Handled> {
  readonly #commands: Commands;

  constructor(commands: Commands) {
    this.#commands = commands;
  }

  async execute({ call, command }: HandleApprovalRoute): Promise<Handled> {
    const authorised = await this.#commands.authorise(call, ({ role }) => role === 'ADMIN');
    if (isHandled(authorised)) return authorised;
    const { envelope } = authorised;
    return this.#commands.record(call, approvalRouteKind, { id: command.kind, command, envelope });
  }
}

@Resolver()
export class ApprovalRouteResolver {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  @Query(() => [ApprovalRoute], { description: 'The route of every kind of text, as it stands.' })
  approvalRoutes(@CurrentAsking() asking: Asking): ApprovalRoute[] {
    return approvalRoutes(this.#readings.of(asking).db);
  }

  @Mutation(() => ApprovalRoutePayload, {
    description:
      'Sets the steps that a kind of text passes. Items keep the route they have. Admin.',
  })
  async setApprovalRoute(
    @Args('input') input: SetApprovalRouteInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ApprovalRoutePayload> {
    const { kind, basis, reason } = input;
    const call = { mutation: 'setApprovalRoute', asking, input, entity: kind };
    // Plain values: what reaches the log is no instance of an input class.
    const steps = input.steps.map(({ role, office }) => ({ role, office }));
    const command = { type: 'SetApprovalRoute', kind, steps, basis, reason } as const;
    const envelope = new HandleApprovalRoute(call, command);
    const handled = await this.#bus.execute<HandleApprovalRoute, Handled>(envelope);
    const visible = handled.id !== null && (await this.#commands.isVisible(handled.position));
    const routes = visible ? approvalRoutes(this.#readings.of(asking).db) : [];
    return { ...handled, route: routes.find((route) => route.kind === kind) ?? null };
  }
}
