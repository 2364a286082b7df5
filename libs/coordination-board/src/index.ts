export { boardProjection } from './board.projection.ts';
export { coordinationBoard, defaultPeriod, nextBoardChange } from './board.ts';
export type { Board, BoardOptions } from './board.ts';
export type { OfficeCoordination } from './office-rows.ts';
export type { RequestCounts } from './request-counts.ts';
