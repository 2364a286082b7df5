export { SignInResolver } from './sign-in.resolver.ts';
