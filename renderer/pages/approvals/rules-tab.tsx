// The rules: what is allowed and denied without asking, how often it was used, and a box that tests a command.
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { CardList, Section } from '../../design/page.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { Select } from '../../design/select.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { useRequest, useRoute } from '../../state/use-client.ts';
import { PresetCard } from './preset-card.tsx';
import { RevokedRules } from './revoked-rules.tsx';
import { NewRule } from './rule-dialog.tsx';
import { filterRules, type RuleFilter } from './rule-filter.ts';
import { RuleRow } from './rule-row.tsx';
import { RuleTestBox } from './rule-test-box.tsx';
import { RuleTransfer } from './rule-transfer.tsx';

/** `/approvals/rules`; `?test=` and `?rule=` are set when it is opened from the history. */
export function RulesTab() {
  const { query } = useRoute();
  const read = useRequest('approvals.rules.list', { revoked: true }, ['settings.changed', 'approvals.changed']);
  const { rules = [], presets = [], revoked = [] } = read.data ?? {};
  const [filter, setFilter] = useState<RuleFilter>({ text: '', effect: 'all' });
  const shown = filterRules(rules, filter);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-280 p-5">
        <Section title={t('approvals.try.title')} summary={t('approvals.try.summary')}>
          <RuleTestBox
            initial={query['test'] ?? ''}
            agentId={query['agent']}
            rules={[...presets.filter(({ enabled }) => enabled), ...rules]
              .map((rule) => JSON.stringify(rule))
              .join(' ')}
          />
        </Section>
        <Section
          title={t('approvals.rules.title')}
          summary={t('approvals.rules.summary')}
          actions={
            <span className="flex items-center gap-2">
              <NewRule
                key={query['rule'] ?? ''}
                initial={query['rule']}
                agentId={query['agent']}
                onAdded={read.reload}
              />
              <RuleTransfer onImported={read.reload} />
            </span>
          }
        >
          <RequestStatus
            read={read}
            rows={4}
            loading={t('approvals.rules.loading')}
            failed={t('approvals.rules.loadFailed')}
          />
          {presets.map((preset) => (
            <div key={preset.id} className="mb-4">
              <PresetCard preset={preset} onChanged={read.reload} />
            </div>
          ))}
          {rules.length > 0 && <FilterBar filter={filter} onChange={setFilter} />}
          {read.status === 'ready' && shown.length === 0 && <NoRules isFiltered={rules.length > 0} />}
          {shown.length > 0 && (
            <CardList
              rows={shown.map((rule) => (
                <RuleRow key={rule.id} rule={rule} onChanged={read.reload} />
              ))}
              empty=""
            />
          )}
        </Section>
        <RevokedRules rules={revoked} onChanged={read.reload} />
      </div>
    </div>
  );
}

const EFFECTS = ['all', 'allow', 'deny'] as const;

interface FilterBarProps {
  readonly filter: RuleFilter;
  readonly onChange: (filter: RuleFilter) => void;
}

function FilterBar({ filter, onChange }: FilterBarProps) {
  return (
    <div className="mb-3 flex gap-2">
      <SearchInput
        label={t('rules.search')}
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
        className="min-w-0 flex-1"
      />
      <div className="w-36 shrink-0">
        <Select
          label={t('rules.filter')}
          options={EFFECTS.map((value) => ({ value, label: t(`rules.filter.${value}`) }))}
          value={filter.effect}
          onChange={(effect) => onChange({ ...filter, effect })}
        />
      </div>
    </div>
  );
}

function NoRules({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <EmptyState
      icon={ScrollText}
      title={isFiltered ? t('rules.noMatch') : t('approvals.rules.empty')}
      text={isFiltered ? t('rules.noMatchText') : t('approvals.rules.emptyText')}
    />
  );
}
