export { boardProjection } from './board.projection.ts';
