export { CoordinationBoardResolver } from './board.resolver.ts';
