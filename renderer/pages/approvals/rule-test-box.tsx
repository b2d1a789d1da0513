// Checks a command against the policy while the user types it.
import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { defined } from '#contract/types/defined.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { TextInput } from '../../design/field.tsx';
import { useClient } from '../../state/use-client.ts';
import { GatewayText } from '../../design/gateway-text.tsx';

type Verdict = MethodResult<'approvals.rules.test'>;
/** Pause in typing before the policy is asked, ms. */
const SETTLE_MS = 200;

interface RuleTestBoxProps {
  readonly initial: string;
  readonly agentId: string | undefined;
  /** Identifies the stored rules: the command is checked again when they change. */
  readonly rules: string;
}

/** Tests a command without running it. */
export function RuleTestBox({ initial, agentId, rules }: RuleTestBoxProps) {
  const [command, setCommand] = useState(initial);
  const verdict = useVerdict(command, agentId, rules);
  return (
    <div className="flex flex-col gap-2">
      <TextInput
        aria-label={t('approvals.try.label')}
        className="font-mono"
        placeholder={t('approvals.try.placeholder')}
        value={command}
        onChange={(event) => setCommand(event.target.value)}
      />
      <div role="status" className="min-h-6 text-sm text-ink-soft">
        {verdict === undefined ? t('approvals.try.hint') : <VerdictText verdict={verdict} />}
      </div>
    </div>
  );
}

function useVerdict(command: string, agentId: string | undefined, rules: string): Verdict | undefined {
  const client = useClient();
  const [verdict, setVerdict] = useState<Verdict | undefined>();
  useEffect(() => {
    const typed = command.trim();
    const request = new AbortController();
    const timer = setTimeout(() => {
      if (typed === '') return setVerdict(undefined);
      const params = { command: typed, ...defined({ agentId }) };
      client.request('approvals.rules.test', params, { signal: request.signal }).then(setVerdict, () => undefined);
    }, SETTLE_MS);
    return () => {
      request.abort();
      clearTimeout(timer);
    };
  }, [client, command, agentId, rules]);
  return command.trim() === '' ? undefined : verdict;
}

const LOOKS = { allow: [CircleCheck, 'text-ok'], ask: [CircleHelp, 'text-warn'], deny: [CircleX, 'text-bad'] } as const;

function VerdictText({ verdict }: { readonly verdict: Verdict }) {
  const [Icon, color] = LOOKS[verdict.verdict];
  return (
    <span className="flex items-start gap-2">
      <Icon size={16} aria-hidden className={cx('mt-0.5 shrink-0', color)} />
      <span>
        <span className="font-medium text-ink">{t(`approvals.try.${verdict.verdict}`)}</span>{' '}
        <GatewayText>{verdict.reason}</GatewayText>
      </span>
    </span>
  );
}
