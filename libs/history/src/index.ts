export { historyProjection } from './history.projection.ts';
