FROM golang:1.22 AS build
RUN go build -o /quotes ./cmd
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /quotes /quotes
ENTRYPOINT ["/quotes"]
