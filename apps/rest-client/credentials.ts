/** Who one is to a server. Most of what is asked of zones is for the debug user. */
export type Credentials =
  | { readonly kind: 'login'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' }
