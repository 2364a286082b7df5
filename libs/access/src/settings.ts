import { z } from 'zod';

/** The city's identity provider, and what in its tokens is read. */
export type ProviderSettings = {
  issuer: string;
  audience: string;
  /** Where its keys lie, if not where its discovery says. */
  jwksUri: string | undefined;
  usernameClaim: string;
  /** Undefined: groups narrow nothing. */
  officesClaim: string | undefined;
  officesPrefix: string;
};

/** How people sign in. */
export type SignInSettings = {
  /** With a name and a password kept here. */
  accounts: boolean;
  provider: ProviderSettings | undefined;
};

export const DEFAULT_SIGN_IN: SignInSettings = { accounts: true, provider: undefined };

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Keys that came over an open line could be anybody's. */
const address = z.string().refine((text) => {
  const url = URL.parse(text);
  const here = url?.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  return url?.protocol === 'https:' || here;
}, 'an address with https, or with http on this machine');
const claim = z.string().max(200);

/** An empty setting is one that was not set. */
const given = (env: unknown): object =>
  Object.fromEntries(Object.entries(env ?? {}).filter(([, value]) => value !== ''));

const named = z.object({
  SIMPUL_ACCOUNTS: z.enum(['on', 'off']).optional(),
  SIMPUL_OIDC_ISSUER: address.optional(),
  SIMPUL_OIDC_AUDIENCE: z.string().min(1).optional(),
  SIMPUL_OIDC_JWKS_URI: address.optional(),
  SIMPUL_OIDC_USERNAME_CLAIM: claim.default('preferred_username'),
  SIMPUL_OIDC_OFFICES_CLAIM: claim.default('groups'),
  SIMPUL_OIDC_OFFICES_PREFIX: claim.default('/opd/'),
});

const meant = named.transform((env, context): SignInSettings => {
  const { SIMPUL_OIDC_ISSUER: issuer, SIMPUL_OIDC_AUDIENCE: audience } = env;
  const refuse = (name: string, message: string): never => {
    context.addIssue({ code: 'custom', path: [name], message });
    return z.NEVER;
  };
  if (issuer === undefined) {
    if (audience !== undefined) return refuse('SIMPUL_OIDC_ISSUER', 'not set');
    if (env.SIMPUL_ACCOUNTS === 'off') return refuse('SIMPUL_ACCOUNTS', 'nobody could sign in');
    return DEFAULT_SIGN_IN;
  }
  if (audience === undefined) return refuse('SIMPUL_OIDC_AUDIENCE', 'not set');
  const { SIMPUL_OIDC_OFFICES_CLAIM: officesClaim } = env;
  const provider = {
    issuer,
    audience,
    jwksUri: env.SIMPUL_OIDC_JWKS_URI,
    usernameClaim: env.SIMPUL_OIDC_USERNAME_CLAIM,
    officesClaim: officesClaim === 'none' ? undefined : officesClaim,
    officesPrefix: env.SIMPUL_OIDC_OFFICES_PREFIX,
  };
  return { accounts: env.SIMPUL_ACCOUNTS === 'on', provider };
});

/** Their names in the environment. */
export const SIGN_IN_SETTINGS: readonly string[] = Object.keys(named.shape);

/** The settings by their names in the environment. */
export const signInSettings = z.preprocess(given, meant);
