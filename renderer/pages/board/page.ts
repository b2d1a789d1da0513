// The board, for the registry.
import { SquareKanban } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Sessions as cards in columns by their state. */
export const boardPage = definePage({
  segment: 'board',
  title: 'board.title',
  icon: SquareKanban,
  place: 'top',
  load: async () => (await import('./board-page.tsx')).BoardPage,
});
