/** What the screens of onboarding ask the desk. */
import { queryOptions } from '@tanstack/react-query';
import type { CampaignShape, OnboardingRowShape, OnboardingShape, OverviewShape } from '#onboarding';
import { ask } from '../ask.ts';

export const onboardingsQuery = (state: string) =>
  queryOptions({
    queryKey: ['onboardings', state],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly OnboardingRowShape[] }>('GET', `/v1/onboardings?state=${state}&limit=200`, {
        signal,
      }),
  });
export const onboardingQuery = (id: string) =>
  queryOptions({
    queryKey: ['onboarding', id],
    queryFn: ({ signal }) => ask<OnboardingShape>('GET', `/v1/onboardings/${encodeURIComponent(id)}`, { signal }),
  });
export const onboardingOverviewQuery = queryOptions({
  queryKey: ['onboarding-overview'],
  queryFn: ({ signal }) => ask<OverviewShape>('GET', '/v1/onboarding_overview', { signal }),
});
export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => ask<{ readonly items: readonly CampaignShape[] }>('GET', '/v1/campaigns', { signal }),
});
