// The rules: what runs without asking, how often it did, and a box that says what would happen to a command.
import { ScrollText } from 'lucide-react';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { formatAgo } from '#messages/format.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { Card, Section } from '../../design/page.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest, useRoute } from '../../state/use-client.ts';
import { ruleScopeWords, wordsToLine } from './inbox.ts';
import { NewRule } from './new-rule.tsx';
import { RuleTestBox } from './rule-test-box.tsx';

/** `/approvals/rules`, with `?test=` and `?rule=` filled in when it was opened from an old answer. */
export function RulesTab() {
  const { query } = useRoute();
  const read = useRequest('approvals.rules.list', {}, ['settings.changed', 'approvals.changed']);
  const rules = read.data?.rules ?? [];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-280 p-5">
        <Section title="Try a command" summary="Says what would happen, and runs nothing.">
          <RuleTestBox
            initial={query['test'] ?? ''}
            agentId={query['agent']}
            rules={rules.map((rule) => rule.id).join(' ')}
          />
        </Section>
        <Section
          title="Rules"
          summary="Commands that run without asking. Everything else that changes something is asked about."
          actions={<NewRule initial={query['rule']} agentId={query['agent']} onAdded={() => void read.reload()} />}
        >
          {read.status === 'loading' && <SkeletonLines count={4} label="Loading rules" />}
          {read.status === 'error' && (
            <ErrorNote
              title="The rules could not be read"
              message={read.error.message}
              onRetry={() => void read.reload()}
            />
          )}
          {read.status === 'ready' && rules.length === 0 && (
            <EmptyState icon={<ScrollText size={22} />} title="No rules yet">
              Answer an approval with “Always…” and it becomes a rule here.
            </EmptyState>
          )}
          {rules.length > 0 && (
            <Card>
              <ul>
                {rules.map((rule) => (
                  <RuleRow key={rule.id} rule={rule} onChanged={() => void read.reload()} />
                ))}
              </ul>
            </Card>
          )}
        </Section>
      </div>
    </div>
  );
}

function RuleRow({ rule, onChanged }: { readonly rule: ApprovalRule; readonly onChanged: () => void }) {
  const client = useClient();
  const line = wordsToLine(rule.words);
  const now = useNow(60_000);
  const revoke = async () => {
    try {
      await client.request('approvals.rules.remove', { id: rule.id });
      onChanged();
      toast({ title: 'Rule revoked', detail: line, action: { label: 'Undo', run: () => void restore() } });
    } catch (cause) {
      toastError('The rule was not revoked', cause);
    }
  };
  const restore = async () => {
    try {
      await client.request('approvals.rules.restore', { id: rule.id });
      onChanged();
    } catch (cause) {
      toastError('The rule was not restored', cause);
    }
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <div className="text-sm wrap-anywhere">
          <CommandText command={line} />
        </div>
        <p className="mt-0.5 text-xs wrap-anywhere text-ink-faint">
          {rule.agentId} · {ruleScopeWords(rule)} · by {rule.createdBy}
        </p>
      </div>
      {rule.sessionKey !== undefined && <Badge>this session</Badge>}
      <span className="tabular w-40 shrink-0 text-right text-xs text-ink-soft max-md:w-auto max-md:text-left">
        {usageWords(rule, now)}
      </span>
      <Button size="sm" look="danger-quiet" aria-label={`Revoke the rule ${line}`} onClick={() => void revoke()}>
        Revoke
      </Button>
    </li>
  );
}

function usageWords(rule: ApprovalRule, now: number): string {
  if (rule.uses === 0) return 'never used';
  const last = rule.lastUsedAtMs === undefined ? '' : `, last ${formatAgo(rule.lastUsedAtMs, now)}`;
  return `${rule.uses} ${rule.uses === 1 ? 'use' : 'uses'}${last}`;
}
