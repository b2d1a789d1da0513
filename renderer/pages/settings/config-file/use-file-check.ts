// Checks the text of the configuration file while it is typed.
import { useEffect, useState } from 'react';
import type { ConfigCheck } from '#contract/types/configuration.ts';
import { useClient } from '../../../state/use-client.ts';

/** Time without a key press before the text is checked, ms. */
const PAUSE_MS = 350;

/** The result for the current text; undefined while it is checked, and without a draft. */
export function useFileCheck(text: string | undefined): ConfigCheck | undefined {
  const client = useClient();
  const [result, setResult] = useState<{ readonly text: string; readonly check: ConfigCheck }>();
  useEffect(() => {
    if (text === undefined) return undefined;
    const timer = setTimeout(() => {
      // Without a connection the text can't be checked; saving reports the problem.
      void client.request('config.check', { raw: text }).then(
        (check) => setResult({ text, check }),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [client, text]);
  return result?.text === text ? result?.check : undefined;
}
