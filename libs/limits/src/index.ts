export { clock, limitDefinitions, moved } from './limit-codec.ts';
export { startClocks, stopClocks } from './clock-rows.ts';
export { limitsProjection } from './limits.projection.ts';
export { caseOf, clocksOf, findClock, openClocks } from './limits.queries.ts';
