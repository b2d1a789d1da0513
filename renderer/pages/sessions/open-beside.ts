// Shows a session that was started from another one.
import { isNarrow } from '../../design/use-narrow.ts';
import type { AppServices } from '../../state/app-services.ts';
import { splitPane } from '../../state/layout.ts';
import { href, navigate } from '../../state/route.ts';

/** Opens it in a pane to the right, or instead of the current session on a phone. */
export function openBeside({ layout, newId }: Pick<AppServices, 'layout' | 'newId'>, key: string): void {
  if (isNarrow()) navigate(href('sessions', key));
  else layout.setState((state) => splitPane(state, 'right', key, newId));
}
