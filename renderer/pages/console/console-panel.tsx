// The console in the inspector: that of the session's project.
import { ConsoleView } from './console-view.tsx';

/** The console of a session's project. */
export function ConsolePanel({ sessionKey }: { readonly sessionKey: string }) {
  return <ConsoleView place={{ sessionKey }} linksSessions={false} />;
}
