// Sessions: sidebar, panes, inspector.
import { EmptyState } from '../../design/states.tsx';

/** The page. */
export function SessionsPage() {
  return (
    <div className="flex h-full bg-surface">
      <EmptyState title="Sessions" />
    </div>
  );
}
