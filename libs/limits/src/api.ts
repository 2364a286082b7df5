export { CityLimits, LimitHolders } from './city-limits.ts';
export { Deadline, deadlineOf } from './deadline.types.ts';
export { DeadlineMove, DeadlineResolver } from './deadline.resolver.ts';
export { LimitHandler } from './limit.handler.ts';
export { LimitKeeper } from './limit-keeper.ts';
