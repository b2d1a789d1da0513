// Asks the policy about a command while it is typed.
import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { TextInput } from '../../design/field.tsx';
import { useClient } from '../../state/use-client.ts';

type Verdict = MethodResult<'approvals.rules.test'>;
/** Typing settles for this long before the policy is asked, ms. */
const SETTLE_MS = 200;

interface RuleTestBoxProps {
  readonly initial: string;
  readonly agentId: string | undefined;
  /** Stands for the stored rules: the policy is asked again when they change. */
  readonly rules: string;
}

/** Nothing is run. */
export function RuleTestBox({ initial, agentId, rules }: RuleTestBoxProps) {
  const [command, setCommand] = useState(initial);
  const verdict = useVerdict(command, agentId, rules);
  return (
    <div className="flex flex-col gap-2">
      <TextInput
        aria-label="Command to try"
        className="font-mono"
        placeholder="npm test"
        value={command}
        onChange={(event) => setCommand(event.target.value)}
      />
      <div role="status" className="min-h-6 text-sm text-ink-soft">
        {verdict === undefined ? 'Type a command as an agent would.' : <VerdictWords verdict={verdict} />}
      </div>
    </div>
  );
}

function useVerdict(command: string, agentId: string | undefined, rules: string): Verdict | undefined {
  const client = useClient();
  const [verdict, setVerdict] = useState<Verdict | undefined>();
  useEffect(() => {
    const typed = command.trim();
    const asked = new AbortController();
    const timer = setTimeout(() => {
      if (typed === '') return setVerdict(undefined);
      client
        .request(
          'approvals.rules.test',
          { command: typed, ...(agentId === undefined ? {} : { agentId }) },
          { signal: asked.signal },
        )
        .then(setVerdict)
        .catch(() => undefined);
    }, SETTLE_MS);
    return () => {
      asked.abort();
      clearTimeout(timer);
    };
  }, [client, command, agentId, rules]);
  return command.trim() === '' ? undefined : verdict;
}

const WORDS = { allow: 'It would run at once.', ask: 'It would ask you.', deny: 'It would be refused.' } as const;

function VerdictWords({ verdict }: { readonly verdict: Verdict }) {
  const icon = {
    allow: <CircleCheck size={16} aria-hidden className="text-ok" />,
    ask: <CircleHelp size={16} aria-hidden className="text-warn" />,
    deny: <CircleX size={16} aria-hidden className="text-bad" />,
  }[verdict.verdict];
  return (
    <span className="flex items-start gap-2">
      <span className="mt-0.5">{icon}</span>
      <span>
        <span className="font-medium text-ink">{WORDS[verdict.verdict]}</span> {verdict.reason}
      </span>
    </span>
  );
}
