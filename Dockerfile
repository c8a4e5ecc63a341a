# One static binary and nothing else, for linux/amd64 and linux/arm64 alike: it is built for
# whatever platform the build runs on. tests/image proves the result without an engine, with
# the ENV and USER lines below.

FROM rust:1-slim-bookworm AS build
WORKDIR /build
# Dependencies first, under an empty crate: this layer lasts until Cargo.toml or Cargo.lock change.
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo/
COPY tests/static-binary tests/
RUN mkdir src && touch src/lib.rs && echo 'fn main() {}' >src/main.rs && tests/static-binary
COPY . .
# Cargo compares times, and the files of a checkout may be older than the layer above.
RUN touch src/lib.rs src/main.rs && cp "$(tests/static-binary)" /areia

FROM scratch
LABEL org.opencontainers.image.title="Areia" \
      org.opencontainers.image.description="A stateful sandbox for five Brazilian finance and ERP APIs." \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /areia /areia
USER 65532:65532
# Every address of the container; which of them are reachable is decided by whoever runs it.
ENV AREIA_LISTEN=0.0.0.0:27342
EXPOSE 27342
# No start period: Areia is ready in milliseconds, and since Docker 25 a start period moves the
# first check to the fifth second, unless --start-interval says otherwise, which older builders
# refuse.
HEALTHCHECK --interval=2s --timeout=2s --retries=3 CMD ["/areia", "health"]
ENTRYPOINT ["/areia"]
