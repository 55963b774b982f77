/** The port of the polite HTTP client; `polite-http-client.ts` is the one implementation. */
export type HttpClient = {
  get(request: HttpRequest): Promise<HttpResponse>;
};

export type HttpRequest = {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** From the last answer of this URL; sent verbatim as If-None-Match and If-Modified-Since. */
  readonly validators?: Validators;
  /** Allows loopback, private and link-local addresses for this request only. */
  readonly allowPrivateNetwork?: boolean;
  /** Smallest time from this request to the next one to its host, where the client's own is not meant. */
  readonly minHostGapMs?: number;
  readonly signal?: AbortSignal;
};

export type Validators = { readonly etag?: string; readonly lastModified?: string };

/** A completed answer. `body` is decompressed and at most the client's size limit; 304 has an empty one. */
export type HttpResponse = {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly validators: Validators;
  /** Smallest wait before the next request that the answer asked for (Retry-After, Cache-Control). Milliseconds. */
  readonly retryAfterMs?: number;
  /** Where permanent redirects led, when every hop was permanent. */
  readonly movedTo?: string;
};
