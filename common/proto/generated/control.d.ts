import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace sio. */
export namespace sio {

    /**
     * Properties of a Hello.
     * @deprecated Use sio.Hello.$Properties instead.
     */
    interface IHello extends sio.Hello.$Properties {
    }

    /** Represents a Hello. */
    class Hello {

        /**
         * Constructs a new Hello.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Hello.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Hello protocolMin. */
        protocolMin: number;

        /** Hello protocolMax. */
        protocolMax: number;

        /** Hello clusterId. */
        clusterId: string;

        /** Hello role. */
        role: string;

        /** Hello nodeId. */
        nodeId: number;

        /** Hello nodeName. */
        nodeName: string;

        /** Hello incarnation. */
        incarnation: number;

        /** Hello lane. */
        lane: number;

        /** Hello counter. */
        counter: number;

        /** Hello targetDeviceId. */
        targetDeviceId: number;

        /** Hello nonce. */
        nonce: Uint8Array;

        /**
         * Encodes the specified Hello message. Does not implicitly {@link sio.Hello.verify|verify} messages.
         * @param message Hello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Hello & sio.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Hello & sio.Hello.$Shape;

        /**
         * Gets the type url for Hello
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Hello {

        /** Properties of a Hello. */
        interface $Properties {

            /** Hello protocolMin */
            protocolMin?: (number|null);

            /** Hello protocolMax */
            protocolMax?: (number|null);

            /** Hello clusterId */
            clusterId?: (string|null);

            /** Hello role */
            role?: (string|null);

            /** Hello nodeId */
            nodeId?: (number|null);

            /** Hello nodeName */
            nodeName?: (string|null);

            /** Hello incarnation */
            incarnation?: (number|null);

            /** Hello lane */
            lane?: (number|null);

            /** Hello counter */
            counter?: (number|null);

            /** Hello targetDeviceId */
            targetDeviceId?: (number|null);

            /** Hello nonce */
            nonce?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Hello. */
        type $Shape = sio.Hello.$Properties;
    }

    /**
     * Properties of a HelloReply.
     * @deprecated Use sio.HelloReply.$Properties instead.
     */
    interface IHelloReply extends sio.HelloReply.$Properties {
    }

    /** Represents a HelloReply. */
    class HelloReply {

        /**
         * Constructs a new HelloReply.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.HelloReply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HelloReply protocol. */
        protocol: number;

        /** HelloReply clusterId. */
        clusterId: string;

        /** HelloReply nodeId. */
        nodeId: number;

        /** HelloReply incarnation. */
        incarnation: number;

        /** HelloReply nonce. */
        nonce: Uint8Array;

        /** HelloReply proof. */
        proof: Uint8Array;

        /**
         * Encodes the specified HelloReply message. Does not implicitly {@link sio.HelloReply.verify|verify} messages.
         * @param message HelloReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.HelloReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HelloReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.HelloReply & sio.HelloReply.$Shape} HelloReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.HelloReply & sio.HelloReply.$Shape;

        /**
         * Gets the type url for HelloReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace HelloReply {

        /** Properties of a HelloReply. */
        interface $Properties {

            /** HelloReply protocol */
            protocol?: (number|null);

            /** HelloReply clusterId */
            clusterId?: (string|null);

            /** HelloReply nodeId */
            nodeId?: (number|null);

            /** HelloReply incarnation */
            incarnation?: (number|null);

            /** HelloReply nonce */
            nonce?: (Uint8Array|null);

            /** HelloReply proof */
            proof?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HelloReply. */
        type $Shape = sio.HelloReply.$Properties;
    }

    /**
     * Properties of an Auth.
     * @deprecated Use sio.Auth.$Properties instead.
     */
    interface IAuth extends sio.Auth.$Properties {
    }

    /** Represents an Auth. */
    class Auth {

        /**
         * Constructs a new Auth.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Auth.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Auth proof. */
        proof: Uint8Array;

        /**
         * Encodes the specified Auth message. Does not implicitly {@link sio.Auth.verify|verify} messages.
         * @param message Auth message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Auth.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Auth message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Auth & sio.Auth.$Shape} Auth
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Auth & sio.Auth.$Shape;

        /**
         * Gets the type url for Auth
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Auth {

        /** Properties of an Auth. */
        interface $Properties {

            /** Auth proof */
            proof?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Auth. */
        type $Shape = sio.Auth.$Properties;
    }

    /**
     * Properties of a Welcome.
     * @deprecated Use sio.Welcome.$Properties instead.
     */
    interface IWelcome extends sio.Welcome.$Properties {
    }

    /** Represents a Welcome. */
    class Welcome {

        /**
         * Constructs a new Welcome.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Welcome.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Welcome mapVersion. */
        mapVersion: number;

        /**
         * Encodes the specified Welcome message. Does not implicitly {@link sio.Welcome.verify|verify} messages.
         * @param message Welcome message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Welcome message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Welcome & sio.Welcome.$Shape} Welcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Welcome & sio.Welcome.$Shape;

        /**
         * Gets the type url for Welcome
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Welcome {

        /** Properties of a Welcome. */
        interface $Properties {

            /** Welcome mapVersion */
            mapVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Welcome. */
        type $Shape = sio.Welcome.$Properties;
    }

    /**
     * Properties of a Refusal.
     * @deprecated Use sio.Refusal.$Properties instead.
     */
    interface IRefusal extends sio.Refusal.$Properties {
    }

    /** Represents a Refusal. */
    class Refusal {

        /**
         * Constructs a new Refusal.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Refusal.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Refusal code. */
        code: number;

        /** Refusal message. */
        message: string;

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link sio.Refusal.verify|verify} messages.
         * @param message Refusal message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Refusal & sio.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Refusal & sio.Refusal.$Shape;

        /**
         * Gets the type url for Refusal
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Refusal {

        /** Properties of a Refusal. */
        interface $Properties {

            /** Refusal code */
            code?: (number|null);

            /** Refusal message */
            message?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Refusal. */
        type $Shape = sio.Refusal.$Properties;
    }

    /**
     * Properties of a HandshakeMessage.
     * @deprecated Use sio.HandshakeMessage.$Properties instead.
     */
    interface IHandshakeMessage extends sio.HandshakeMessage.$Properties {
    }

    /** Represents a HandshakeMessage. */
    class HandshakeMessage {

        /**
         * Constructs a new HandshakeMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.HandshakeMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HandshakeMessage hello. */
        hello?: (sio.Hello.$Properties|null);

        /** HandshakeMessage helloReply. */
        helloReply?: (sio.HelloReply.$Properties|null);

        /** HandshakeMessage auth. */
        auth?: (sio.Auth.$Properties|null);

        /** HandshakeMessage welcome. */
        welcome?: (sio.Welcome.$Properties|null);

        /** HandshakeMessage refusal. */
        refusal?: (sio.Refusal.$Properties|null);

        /** HandshakeMessage kind. */
        kind?: ("hello"|"helloReply"|"auth"|"welcome"|"refusal");

        /**
         * Encodes the specified HandshakeMessage message. Does not implicitly {@link sio.HandshakeMessage.verify|verify} messages.
         * @param message HandshakeMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.HandshakeMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HandshakeMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.HandshakeMessage & sio.HandshakeMessage.$Shape} HandshakeMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.HandshakeMessage & sio.HandshakeMessage.$Shape;

        /**
         * Gets the type url for HandshakeMessage
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace HandshakeMessage {

        /** Properties of a HandshakeMessage. */
        interface $Properties {

            /** HandshakeMessage hello */
            hello?: (sio.Hello.$Properties|null);

            /** HandshakeMessage helloReply */
            helloReply?: (sio.HelloReply.$Properties|null);

            /** HandshakeMessage auth */
            auth?: (sio.Auth.$Properties|null);

            /** HandshakeMessage welcome */
            welcome?: (sio.Welcome.$Properties|null);

            /** HandshakeMessage refusal */
            refusal?: (sio.Refusal.$Properties|null);

            /** HandshakeMessage kind */
            kind?: ("hello"|"helloReply"|"auth"|"welcome"|"refusal");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a HandshakeMessage. */
        type $Shape = {
          hello?: sio.Hello.$Shape|null;
          helloReply?: sio.HelloReply.$Shape|null;
          auth?: sio.Auth.$Shape|null;
          welcome?: sio.Welcome.$Shape|null;
          refusal?: sio.Refusal.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ kind?: undefined; hello?: null; helloReply?: null; auth?: null; welcome?: null; refusal?: null }|{ kind?: "hello"; hello: sio.Hello.$Shape; helloReply?: null; auth?: null; welcome?: null; refusal?: null }|{ kind?: "helloReply"; hello?: null; helloReply: sio.HelloReply.$Shape; auth?: null; welcome?: null; refusal?: null }|{ kind?: "auth"; hello?: null; helloReply?: null; auth: sio.Auth.$Shape; welcome?: null; refusal?: null }|{ kind?: "welcome"; hello?: null; helloReply?: null; auth?: null; welcome: sio.Welcome.$Shape; refusal?: null }|{ kind?: "refusal"; hello?: null; helloReply?: null; auth?: null; welcome?: null; refusal: sio.Refusal.$Shape })
        );
    }

    /**
     * Properties of a SystemRecord.
     * @deprecated Use sio.SystemRecord.$Properties instead.
     */
    interface ISystemRecord extends sio.SystemRecord.$Properties {
    }

    /** Represents a SystemRecord. */
    class SystemRecord {

        /**
         * Constructs a new SystemRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SystemRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SystemRecord name. */
        name: string;

        /** SystemRecord clusterId. */
        clusterId: string;

        /** SystemRecord createdAtMs. */
        createdAtMs: number;

        /** SystemRecord history. */
        history: sio.HistoryStart.$Properties[];

        /** SystemRecord keptLayers. */
        keptLayers: sio.LayerRange.$Properties[];

        /**
         * Encodes the specified SystemRecord message. Does not implicitly {@link sio.SystemRecord.verify|verify} messages.
         * @param message SystemRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SystemRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SystemRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SystemRecord & sio.SystemRecord.$Shape} SystemRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SystemRecord & sio.SystemRecord.$Shape;

        /**
         * Gets the type url for SystemRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SystemRecord {

        /** Properties of a SystemRecord. */
        interface $Properties {

            /** SystemRecord name */
            name?: (string|null);

            /** SystemRecord clusterId */
            clusterId?: (string|null);

            /** SystemRecord createdAtMs */
            createdAtMs?: (number|null);

            /** SystemRecord history */
            history?: (sio.HistoryStart.$Properties[]|null);

            /** SystemRecord keptLayers */
            keptLayers?: (sio.LayerRange.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SystemRecord. */
        type $Shape = sio.SystemRecord.$Properties;
    }

    /**
     * Properties of a HistoryStart.
     * @deprecated Use sio.HistoryStart.$Properties instead.
     */
    interface IHistoryStart extends sio.HistoryStart.$Properties {
    }

    /** Represents a HistoryStart. */
    class HistoryStart {

        /**
         * Constructs a new HistoryStart.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.HistoryStart.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HistoryStart id. */
        id: number;

        /** HistoryStart fromVersion. */
        fromVersion: number;

        /**
         * Encodes the specified HistoryStart message. Does not implicitly {@link sio.HistoryStart.verify|verify} messages.
         * @param message HistoryStart message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.HistoryStart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HistoryStart message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.HistoryStart & sio.HistoryStart.$Shape} HistoryStart
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.HistoryStart & sio.HistoryStart.$Shape;

        /**
         * Gets the type url for HistoryStart
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace HistoryStart {

        /** Properties of a HistoryStart. */
        interface $Properties {

            /** HistoryStart id */
            id?: (number|null);

            /** HistoryStart fromVersion */
            fromVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HistoryStart. */
        type $Shape = sio.HistoryStart.$Properties;
    }

    /**
     * Properties of a LayerRange.
     * @deprecated Use sio.LayerRange.$Properties instead.
     */
    interface ILayerRange extends sio.LayerRange.$Properties {
    }

    /** Represents a LayerRange. */
    class LayerRange {

        /**
         * Constructs a new LayerRange.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.LayerRange.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LayerRange from. */
        from: number;

        /** LayerRange until. */
        until: number;

        /**
         * Encodes the specified LayerRange message. Does not implicitly {@link sio.LayerRange.verify|verify} messages.
         * @param message LayerRange message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.LayerRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LayerRange message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.LayerRange & sio.LayerRange.$Shape} LayerRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.LayerRange & sio.LayerRange.$Shape;

        /**
         * Gets the type url for LayerRange
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LayerRange {

        /** Properties of a LayerRange. */
        interface $Properties {

            /** LayerRange from */
            from?: (number|null);

            /** LayerRange until */
            until?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LayerRange. */
        type $Shape = sio.LayerRange.$Properties;
    }

    /**
     * Properties of a ProtectionDomainRecord.
     * @deprecated Use sio.ProtectionDomainRecord.$Properties instead.
     */
    interface IProtectionDomainRecord extends sio.ProtectionDomainRecord.$Properties {
    }

    /** Represents a ProtectionDomainRecord. */
    class ProtectionDomainRecord {

        /**
         * Constructs a new ProtectionDomainRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.ProtectionDomainRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProtectionDomainRecord id. */
        id: number;

        /** ProtectionDomainRecord name. */
        name: string;

        /**
         * Encodes the specified ProtectionDomainRecord message. Does not implicitly {@link sio.ProtectionDomainRecord.verify|verify} messages.
         * @param message ProtectionDomainRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.ProtectionDomainRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProtectionDomainRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.ProtectionDomainRecord & sio.ProtectionDomainRecord.$Shape} ProtectionDomainRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.ProtectionDomainRecord & sio.ProtectionDomainRecord.$Shape;

        /**
         * Gets the type url for ProtectionDomainRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ProtectionDomainRecord {

        /** Properties of a ProtectionDomainRecord. */
        interface $Properties {

            /** ProtectionDomainRecord id */
            id?: (number|null);

            /** ProtectionDomainRecord name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProtectionDomainRecord. */
        type $Shape = sio.ProtectionDomainRecord.$Properties;
    }

    /**
     * Properties of a FaultSetRecord.
     * @deprecated Use sio.FaultSetRecord.$Properties instead.
     */
    interface IFaultSetRecord extends sio.FaultSetRecord.$Properties {
    }

    /** Represents a FaultSetRecord. */
    class FaultSetRecord {

        /**
         * Constructs a new FaultSetRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.FaultSetRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FaultSetRecord id. */
        id: number;

        /** FaultSetRecord name. */
        name: string;

        /** FaultSetRecord protectionDomainId. */
        protectionDomainId: number;

        /**
         * Encodes the specified FaultSetRecord message. Does not implicitly {@link sio.FaultSetRecord.verify|verify} messages.
         * @param message FaultSetRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.FaultSetRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FaultSetRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.FaultSetRecord & sio.FaultSetRecord.$Shape} FaultSetRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.FaultSetRecord & sio.FaultSetRecord.$Shape;

        /**
         * Gets the type url for FaultSetRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace FaultSetRecord {

        /** Properties of a FaultSetRecord. */
        interface $Properties {

            /** FaultSetRecord id */
            id?: (number|null);

            /** FaultSetRecord name */
            name?: (string|null);

            /** FaultSetRecord protectionDomainId */
            protectionDomainId?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FaultSetRecord. */
        type $Shape = sio.FaultSetRecord.$Properties;
    }

    /**
     * Properties of a PoolRecord.
     * @deprecated Use sio.PoolRecord.$Properties instead.
     */
    interface IPoolRecord extends sio.PoolRecord.$Properties {
    }

    /** Represents a PoolRecord. */
    class PoolRecord {

        /**
         * Constructs a new PoolRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.PoolRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PoolRecord id. */
        id: number;

        /** PoolRecord name. */
        name: string;

        /** PoolRecord protectionDomainId. */
        protectionDomainId: number;

        /** PoolRecord replicas. */
        replicas: number;

        /** PoolRecord sliceCount. */
        sliceCount: number;

        /** PoolRecord acknowledge. */
        acknowledge: string;

        /** PoolRecord mediaType. */
        mediaType: string;

        /** PoolRecord sparePercentage. */
        sparePercentage: number;

        /**
         * Encodes the specified PoolRecord message. Does not implicitly {@link sio.PoolRecord.verify|verify} messages.
         * @param message PoolRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.PoolRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PoolRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.PoolRecord & sio.PoolRecord.$Shape} PoolRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.PoolRecord & sio.PoolRecord.$Shape;

        /**
         * Gets the type url for PoolRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace PoolRecord {

        /** Properties of a PoolRecord. */
        interface $Properties {

            /** PoolRecord id */
            id?: (number|null);

            /** PoolRecord name */
            name?: (string|null);

            /** PoolRecord protectionDomainId */
            protectionDomainId?: (number|null);

            /** PoolRecord replicas */
            replicas?: (number|null);

            /** PoolRecord sliceCount */
            sliceCount?: (number|null);

            /** PoolRecord acknowledge */
            acknowledge?: (string|null);

            /** PoolRecord mediaType */
            mediaType?: (string|null);

            /** PoolRecord sparePercentage */
            sparePercentage?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PoolRecord. */
        type $Shape = sio.PoolRecord.$Properties;
    }

    /**
     * Properties of a SdsRecord.
     * @deprecated Use sio.SdsRecord.$Properties instead.
     */
    interface ISdsRecord extends sio.SdsRecord.$Properties {
    }

    /** Represents a SdsRecord. */
    class SdsRecord {

        /**
         * Constructs a new SdsRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SdsRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SdsRecord id. */
        id: number;

        /** SdsRecord name. */
        name: string;

        /** SdsRecord protectionDomainId. */
        protectionDomainId: number;

        /** SdsRecord faultSetId. */
        faultSetId: number;

        /**
         * Encodes the specified SdsRecord message. Does not implicitly {@link sio.SdsRecord.verify|verify} messages.
         * @param message SdsRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SdsRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SdsRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SdsRecord & sio.SdsRecord.$Shape} SdsRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SdsRecord & sio.SdsRecord.$Shape;

        /**
         * Gets the type url for SdsRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SdsRecord {

        /** Properties of a SdsRecord. */
        interface $Properties {

            /** SdsRecord id */
            id?: (number|null);

            /** SdsRecord name */
            name?: (string|null);

            /** SdsRecord protectionDomainId */
            protectionDomainId?: (number|null);

            /** SdsRecord faultSetId */
            faultSetId?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SdsRecord. */
        type $Shape = sio.SdsRecord.$Properties;
    }

    /**
     * Properties of a DeviceRecord.
     * @deprecated Use sio.DeviceRecord.$Properties instead.
     */
    interface IDeviceRecord extends sio.DeviceRecord.$Properties {
    }

    /** Represents a DeviceRecord. */
    class DeviceRecord {

        /**
         * Constructs a new DeviceRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.DeviceRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeviceRecord id. */
        id: number;

        /** DeviceRecord name. */
        name: string;

        /** DeviceRecord sdsId. */
        sdsId: number;

        /** DeviceRecord poolId. */
        poolId: number;

        /** DeviceRecord path. */
        path: string;

        /** DeviceRecord capacityBytes. */
        capacityBytes: number;

        /** DeviceRecord incarnation. */
        incarnation: number;

        /** DeviceRecord bootId. */
        bootId: string;

        /** DeviceRecord dataHost. */
        dataHost: string;

        /** DeviceRecord dataPort. */
        dataPort: number;

        /**
         * Encodes the specified DeviceRecord message. Does not implicitly {@link sio.DeviceRecord.verify|verify} messages.
         * @param message DeviceRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.DeviceRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeviceRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.DeviceRecord & sio.DeviceRecord.$Shape} DeviceRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.DeviceRecord & sio.DeviceRecord.$Shape;

        /**
         * Gets the type url for DeviceRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DeviceRecord {

        /** Properties of a DeviceRecord. */
        interface $Properties {

            /** DeviceRecord id */
            id?: (number|null);

            /** DeviceRecord name */
            name?: (string|null);

            /** DeviceRecord sdsId */
            sdsId?: (number|null);

            /** DeviceRecord poolId */
            poolId?: (number|null);

            /** DeviceRecord path */
            path?: (string|null);

            /** DeviceRecord capacityBytes */
            capacityBytes?: (number|null);

            /** DeviceRecord incarnation */
            incarnation?: (number|null);

            /** DeviceRecord bootId */
            bootId?: (string|null);

            /** DeviceRecord dataHost */
            dataHost?: (string|null);

            /** DeviceRecord dataPort */
            dataPort?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeviceRecord. */
        type $Shape = sio.DeviceRecord.$Properties;
    }

    /**
     * Properties of a SliceEntry.
     * @deprecated Use sio.SliceEntry.$Properties instead.
     */
    interface ISliceEntry extends sio.SliceEntry.$Properties {
    }

    /** Represents a SliceEntry. */
    class SliceEntry {

        /**
         * Constructs a new SliceEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SliceEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SliceEntry generation. */
        generation: number;

        /** SliceEntry lossEpoch. */
        lossEpoch: number;

        /** SliceEntry replicas. */
        replicas: number[];

        /** SliceEntry syncing. */
        syncing: number[];

        /** SliceEntry rebooted. */
        rebooted: number[];

        /**
         * Encodes the specified SliceEntry message. Does not implicitly {@link sio.SliceEntry.verify|verify} messages.
         * @param message SliceEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SliceEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SliceEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SliceEntry & sio.SliceEntry.$Shape} SliceEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SliceEntry & sio.SliceEntry.$Shape;

        /**
         * Gets the type url for SliceEntry
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SliceEntry {

        /** Properties of a SliceEntry. */
        interface $Properties {

            /** SliceEntry generation */
            generation?: (number|null);

            /** SliceEntry lossEpoch */
            lossEpoch?: (number|null);

            /** SliceEntry replicas */
            replicas?: (number[]|null);

            /** SliceEntry syncing */
            syncing?: (number[]|null);

            /** SliceEntry rebooted */
            rebooted?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SliceEntry. */
        type $Shape = sio.SliceEntry.$Properties;
    }

    /**
     * Properties of a SlicePageRecord.
     * @deprecated Use sio.SlicePageRecord.$Properties instead.
     */
    interface ISlicePageRecord extends sio.SlicePageRecord.$Properties {
    }

    /** Represents a SlicePageRecord. */
    class SlicePageRecord {

        /**
         * Constructs a new SlicePageRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SlicePageRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SlicePageRecord poolId. */
        poolId: number;

        /** SlicePageRecord pageIndex. */
        pageIndex: number;

        /** SlicePageRecord entries. */
        entries: sio.SliceEntry.$Properties[];

        /**
         * Encodes the specified SlicePageRecord message. Does not implicitly {@link sio.SlicePageRecord.verify|verify} messages.
         * @param message SlicePageRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SlicePageRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SlicePageRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SlicePageRecord & sio.SlicePageRecord.$Shape} SlicePageRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SlicePageRecord & sio.SlicePageRecord.$Shape;

        /**
         * Gets the type url for SlicePageRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SlicePageRecord {

        /** Properties of a SlicePageRecord. */
        interface $Properties {

            /** SlicePageRecord poolId */
            poolId?: (number|null);

            /** SlicePageRecord pageIndex */
            pageIndex?: (number|null);

            /** SlicePageRecord entries */
            entries?: (sio.SliceEntry.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SlicePageRecord. */
        type $Shape = sio.SlicePageRecord.$Properties;
    }

    /**
     * Properties of a VolumeRecord.
     * @deprecated Use sio.VolumeRecord.$Properties instead.
     */
    interface IVolumeRecord extends sio.VolumeRecord.$Properties {
    }

    /** Represents a VolumeRecord. */
    class VolumeRecord {

        /**
         * Constructs a new VolumeRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.VolumeRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** VolumeRecord id. */
        id: number;

        /** VolumeRecord name. */
        name: string;

        /** VolumeRecord poolId. */
        poolId: number;

        /** VolumeRecord sizeBytes. */
        sizeBytes: number;

        /** VolumeRecord layerId. */
        layerId: number;

        /** VolumeRecord vtreeId. */
        vtreeId: number;

        /** VolumeRecord parentLayerIds. */
        parentLayerIds: number[];

        /** VolumeRecord createdAtMs. */
        createdAtMs: number;

        /** VolumeRecord thick. */
        thick: boolean;

        /**
         * Encodes the specified VolumeRecord message. Does not implicitly {@link sio.VolumeRecord.verify|verify} messages.
         * @param message VolumeRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.VolumeRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a VolumeRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.VolumeRecord & sio.VolumeRecord.$Shape} VolumeRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.VolumeRecord & sio.VolumeRecord.$Shape;

        /**
         * Gets the type url for VolumeRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace VolumeRecord {

        /** Properties of a VolumeRecord. */
        interface $Properties {

            /** VolumeRecord id */
            id?: (number|null);

            /** VolumeRecord name */
            name?: (string|null);

            /** VolumeRecord poolId */
            poolId?: (number|null);

            /** VolumeRecord sizeBytes */
            sizeBytes?: (number|null);

            /** VolumeRecord layerId */
            layerId?: (number|null);

            /** VolumeRecord vtreeId */
            vtreeId?: (number|null);

            /** VolumeRecord parentLayerIds */
            parentLayerIds?: (number[]|null);

            /** VolumeRecord createdAtMs */
            createdAtMs?: (number|null);

            /** VolumeRecord thick */
            thick?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a VolumeRecord. */
        type $Shape = sio.VolumeRecord.$Properties;
    }

    /**
     * Properties of a SdcRecord.
     * @deprecated Use sio.SdcRecord.$Properties instead.
     */
    interface ISdcRecord extends sio.SdcRecord.$Properties {
    }

    /** Represents a SdcRecord. */
    class SdcRecord {

        /**
         * Constructs a new SdcRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SdcRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SdcRecord id. */
        id: number;

        /** SdcRecord name. */
        name: string;

        /** SdcRecord guid. */
        guid: string;

        /** SdcRecord address. */
        address: string;

        /**
         * Encodes the specified SdcRecord message. Does not implicitly {@link sio.SdcRecord.verify|verify} messages.
         * @param message SdcRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SdcRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SdcRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SdcRecord & sio.SdcRecord.$Shape} SdcRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SdcRecord & sio.SdcRecord.$Shape;

        /**
         * Gets the type url for SdcRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SdcRecord {

        /** Properties of a SdcRecord. */
        interface $Properties {

            /** SdcRecord id */
            id?: (number|null);

            /** SdcRecord name */
            name?: (string|null);

            /** SdcRecord guid */
            guid?: (string|null);

            /** SdcRecord address */
            address?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SdcRecord. */
        type $Shape = sio.SdcRecord.$Properties;
    }

    /**
     * Properties of a MappingRecord.
     * @deprecated Use sio.MappingRecord.$Properties instead.
     */
    interface IMappingRecord extends sio.MappingRecord.$Properties {
    }

    /** Represents a MappingRecord. */
    class MappingRecord {

        /**
         * Constructs a new MappingRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.MappingRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MappingRecord volumeId. */
        volumeId: number;

        /** MappingRecord sdcId. */
        sdcId: number;

        /** MappingRecord epoch. */
        epoch: number;

        /** MappingRecord accessMode. */
        accessMode: string;

        /**
         * Encodes the specified MappingRecord message. Does not implicitly {@link sio.MappingRecord.verify|verify} messages.
         * @param message MappingRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.MappingRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MappingRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.MappingRecord & sio.MappingRecord.$Shape} MappingRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.MappingRecord & sio.MappingRecord.$Shape;

        /**
         * Gets the type url for MappingRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MappingRecord {

        /** Properties of a MappingRecord. */
        interface $Properties {

            /** MappingRecord volumeId */
            volumeId?: (number|null);

            /** MappingRecord sdcId */
            sdcId?: (number|null);

            /** MappingRecord epoch */
            epoch?: (number|null);

            /** MappingRecord accessMode */
            accessMode?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MappingRecord. */
        type $Shape = sio.MappingRecord.$Properties;
    }

    /**
     * Properties of a MapRecord.
     * @deprecated Use sio.MapRecord.$Properties instead.
     */
    interface IMapRecord extends sio.MapRecord.$Properties {
    }

    /** Represents a MapRecord. */
    class MapRecord {

        /**
         * Constructs a new MapRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.MapRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MapRecord system. */
        system?: (sio.SystemRecord.$Properties|null);

        /** MapRecord protectionDomain. */
        protectionDomain?: (sio.ProtectionDomainRecord.$Properties|null);

        /** MapRecord faultSet. */
        faultSet?: (sio.FaultSetRecord.$Properties|null);

        /** MapRecord pool. */
        pool?: (sio.PoolRecord.$Properties|null);

        /** MapRecord sds. */
        sds?: (sio.SdsRecord.$Properties|null);

        /** MapRecord device. */
        device?: (sio.DeviceRecord.$Properties|null);

        /** MapRecord slicePage. */
        slicePage?: (sio.SlicePageRecord.$Properties|null);

        /** MapRecord volume. */
        volume?: (sio.VolumeRecord.$Properties|null);

        /** MapRecord sdc. */
        sdc?: (sio.SdcRecord.$Properties|null);

        /** MapRecord mapping. */
        mapping?: (sio.MappingRecord.$Properties|null);

        /** MapRecord kind. */
        kind?: ("system"|"protectionDomain"|"faultSet"|"pool"|"sds"|"device"|"slicePage"|"volume"|"sdc"|"mapping");

        /**
         * Encodes the specified MapRecord message. Does not implicitly {@link sio.MapRecord.verify|verify} messages.
         * @param message MapRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.MapRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MapRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.MapRecord & sio.MapRecord.$Shape} MapRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.MapRecord & sio.MapRecord.$Shape;

        /**
         * Gets the type url for MapRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MapRecord {

        /** Properties of a MapRecord. */
        interface $Properties {

            /** MapRecord system */
            system?: (sio.SystemRecord.$Properties|null);

            /** MapRecord protectionDomain */
            protectionDomain?: (sio.ProtectionDomainRecord.$Properties|null);

            /** MapRecord faultSet */
            faultSet?: (sio.FaultSetRecord.$Properties|null);

            /** MapRecord pool */
            pool?: (sio.PoolRecord.$Properties|null);

            /** MapRecord sds */
            sds?: (sio.SdsRecord.$Properties|null);

            /** MapRecord device */
            device?: (sio.DeviceRecord.$Properties|null);

            /** MapRecord slicePage */
            slicePage?: (sio.SlicePageRecord.$Properties|null);

            /** MapRecord volume */
            volume?: (sio.VolumeRecord.$Properties|null);

            /** MapRecord sdc */
            sdc?: (sio.SdcRecord.$Properties|null);

            /** MapRecord mapping */
            mapping?: (sio.MappingRecord.$Properties|null);

            /** MapRecord kind */
            kind?: ("system"|"protectionDomain"|"faultSet"|"pool"|"sds"|"device"|"slicePage"|"volume"|"sdc"|"mapping");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a MapRecord. */
        type $Shape = {
          system?: sio.SystemRecord.$Shape|null;
          protectionDomain?: sio.ProtectionDomainRecord.$Shape|null;
          faultSet?: sio.FaultSetRecord.$Shape|null;
          pool?: sio.PoolRecord.$Shape|null;
          sds?: sio.SdsRecord.$Shape|null;
          device?: sio.DeviceRecord.$Shape|null;
          slicePage?: sio.SlicePageRecord.$Shape|null;
          volume?: sio.VolumeRecord.$Shape|null;
          sdc?: sio.SdcRecord.$Shape|null;
          mapping?: sio.MappingRecord.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ kind?: undefined; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "system"; system: sio.SystemRecord.$Shape; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "protectionDomain"; system?: null; protectionDomain: sio.ProtectionDomainRecord.$Shape; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "faultSet"; system?: null; protectionDomain?: null; faultSet: sio.FaultSetRecord.$Shape; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "pool"; system?: null; protectionDomain?: null; faultSet?: null; pool: sio.PoolRecord.$Shape; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "sds"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds: sio.SdsRecord.$Shape; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "device"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device: sio.DeviceRecord.$Shape; slicePage?: null; volume?: null; sdc?: null; mapping?: null }|{ kind?: "slicePage"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage: sio.SlicePageRecord.$Shape; volume?: null; sdc?: null; mapping?: null }|{ kind?: "volume"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume: sio.VolumeRecord.$Shape; sdc?: null; mapping?: null }|{ kind?: "sdc"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc: sio.SdcRecord.$Shape; mapping?: null }|{ kind?: "mapping"; system?: null; protectionDomain?: null; faultSet?: null; pool?: null; sds?: null; device?: null; slicePage?: null; volume?: null; sdc?: null; mapping: sio.MappingRecord.$Shape })
        );
    }

    /**
     * Properties of a MapDelta.
     * @deprecated Use sio.MapDelta.$Properties instead.
     */
    interface IMapDelta extends sio.MapDelta.$Properties {
    }

    /** Represents a MapDelta. */
    class MapDelta {

        /**
         * Constructs a new MapDelta.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.MapDelta.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MapDelta fromVersion. */
        fromVersion: number;

        /** MapDelta toVersion. */
        toVersion: number;

        /** MapDelta whole. */
        whole: boolean;

        /** MapDelta puts. */
        puts: sio.MapRecord.$Properties[];

        /** MapDelta deletes. */
        deletes: string[];

        /** MapDelta tickets. */
        tickets: sio.Ticket.$Properties[];

        /**
         * Encodes the specified MapDelta message. Does not implicitly {@link sio.MapDelta.verify|verify} messages.
         * @param message MapDelta message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.MapDelta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MapDelta message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.MapDelta & sio.MapDelta.$Shape} MapDelta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.MapDelta & sio.MapDelta.$Shape;

        /**
         * Gets the type url for MapDelta
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MapDelta {

        /** Properties of a MapDelta. */
        interface $Properties {

            /** MapDelta fromVersion */
            fromVersion?: (number|null);

            /** MapDelta toVersion */
            toVersion?: (number|null);

            /** MapDelta whole */
            whole?: (boolean|null);

            /** MapDelta puts */
            puts?: (sio.MapRecord.$Properties[]|null);

            /** MapDelta deletes */
            deletes?: (string[]|null);

            /** MapDelta tickets */
            tickets?: (sio.Ticket.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MapDelta. */
        type $Shape = {
          fromVersion?: number|null;
          toVersion?: number|null;
          whole?: boolean|null;
          puts?: sio.MapRecord.$Shape[]|null;
          deletes?: string[]|null;
          tickets?: sio.Ticket.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a Ticket.
     * @deprecated Use sio.Ticket.$Properties instead.
     */
    interface ITicket extends sio.Ticket.$Properties {
    }

    /** Represents a Ticket. */
    class Ticket {

        /**
         * Constructs a new Ticket.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Ticket.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Ticket volumeId. */
        volumeId: number;

        /** Ticket epoch. */
        epoch: number;

        /** Ticket accessMode. */
        accessMode: string;

        /** Ticket proof. */
        proof: Uint8Array;

        /**
         * Encodes the specified Ticket message. Does not implicitly {@link sio.Ticket.verify|verify} messages.
         * @param message Ticket message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Ticket.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Ticket message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Ticket & sio.Ticket.$Shape} Ticket
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Ticket & sio.Ticket.$Shape;

        /**
         * Gets the type url for Ticket
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Ticket {

        /** Properties of a Ticket. */
        interface $Properties {

            /** Ticket volumeId */
            volumeId?: (number|null);

            /** Ticket epoch */
            epoch?: (number|null);

            /** Ticket accessMode */
            accessMode?: (string|null);

            /** Ticket proof */
            proof?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Ticket. */
        type $Shape = sio.Ticket.$Properties;
    }

    /**
     * Properties of a DeviceState.
     * @deprecated Use sio.DeviceState.$Properties instead.
     */
    interface IDeviceState extends sio.DeviceState.$Properties {
    }

    /** Represents a DeviceState. */
    class DeviceState {

        /**
         * Constructs a new DeviceState.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.DeviceState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeviceState deviceId. */
        deviceId: number;

        /** DeviceState incarnation. */
        incarnation: number;

        /** DeviceState bootId. */
        bootId: string;

        /** DeviceState capacityBytes. */
        capacityBytes: number;

        /** DeviceState usedBytes. */
        usedBytes: number;

        /** DeviceState dataHost. */
        dataHost: string;

        /** DeviceState dataPort. */
        dataPort: number;

        /** DeviceState error. */
        error: string;

        /** DeviceState readOperations. */
        readOperations: number;

        /** DeviceState writeOperations. */
        writeOperations: number;

        /** DeviceState readBytes. */
        readBytes: number;

        /** DeviceState writeBytes. */
        writeBytes: number;

        /** DeviceState unsettledSlices. */
        unsettledSlices: number;

        /** DeviceState orphans. */
        orphans: sio.OrphanedLayer.$Properties[];

        /** DeviceState seenMapVersion. */
        seenMapVersion: number;

        /** DeviceState failures. */
        failures: number;

        /** DeviceState sinceMs. */
        sinceMs: number;

        /**
         * Encodes the specified DeviceState message. Does not implicitly {@link sio.DeviceState.verify|verify} messages.
         * @param message DeviceState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.DeviceState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeviceState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.DeviceState & sio.DeviceState.$Shape} DeviceState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.DeviceState & sio.DeviceState.$Shape;

        /**
         * Gets the type url for DeviceState
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DeviceState {

        /** Properties of a DeviceState. */
        interface $Properties {

            /** DeviceState deviceId */
            deviceId?: (number|null);

            /** DeviceState incarnation */
            incarnation?: (number|null);

            /** DeviceState bootId */
            bootId?: (string|null);

            /** DeviceState capacityBytes */
            capacityBytes?: (number|null);

            /** DeviceState usedBytes */
            usedBytes?: (number|null);

            /** DeviceState dataHost */
            dataHost?: (string|null);

            /** DeviceState dataPort */
            dataPort?: (number|null);

            /** DeviceState error */
            error?: (string|null);

            /** DeviceState readOperations */
            readOperations?: (number|null);

            /** DeviceState writeOperations */
            writeOperations?: (number|null);

            /** DeviceState readBytes */
            readBytes?: (number|null);

            /** DeviceState writeBytes */
            writeBytes?: (number|null);

            /** DeviceState unsettledSlices */
            unsettledSlices?: (number|null);

            /** DeviceState orphans */
            orphans?: (sio.OrphanedLayer.$Properties[]|null);

            /** DeviceState seenMapVersion */
            seenMapVersion?: (number|null);

            /** DeviceState failures */
            failures?: (number|null);

            /** DeviceState sinceMs */
            sinceMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeviceState. */
        type $Shape = sio.DeviceState.$Properties;
    }

    /**
     * Properties of an OrphanedLayer.
     * @deprecated Use sio.OrphanedLayer.$Properties instead.
     */
    interface IOrphanedLayer extends sio.OrphanedLayer.$Properties {
    }

    /** Represents an OrphanedLayer. */
    class OrphanedLayer {

        /**
         * Constructs a new OrphanedLayer.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.OrphanedLayer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OrphanedLayer layerId. */
        layerId: number;

        /** OrphanedLayer chunks. */
        chunks: number;

        /** OrphanedLayer lastChunkIndex. */
        lastChunkIndex: number;

        /**
         * Encodes the specified OrphanedLayer message. Does not implicitly {@link sio.OrphanedLayer.verify|verify} messages.
         * @param message OrphanedLayer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.OrphanedLayer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OrphanedLayer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.OrphanedLayer & sio.OrphanedLayer.$Shape} OrphanedLayer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.OrphanedLayer & sio.OrphanedLayer.$Shape;

        /**
         * Gets the type url for OrphanedLayer
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace OrphanedLayer {

        /** Properties of an OrphanedLayer. */
        interface $Properties {

            /** OrphanedLayer layerId */
            layerId?: (number|null);

            /** OrphanedLayer chunks */
            chunks?: (number|null);

            /** OrphanedLayer lastChunkIndex */
            lastChunkIndex?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OrphanedLayer. */
        type $Shape = sio.OrphanedLayer.$Properties;
    }

    /**
     * Properties of a RegisterSds.
     * @deprecated Use sio.RegisterSds.$Properties instead.
     */
    interface IRegisterSds extends sio.RegisterSds.$Properties {
    }

    /** Represents a RegisterSds. */
    class RegisterSds {

        /**
         * Constructs a new RegisterSds.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.RegisterSds.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RegisterSds devices. */
        devices: sio.DeviceState.$Properties[];

        /** RegisterSds metricsAddress. */
        metricsAddress: string;

        /** RegisterSds pid. */
        pid: number;

        /** RegisterSds version. */
        version: string;

        /** RegisterSds seenMapVersion. */
        seenMapVersion: number;

        /** RegisterSds seenHistory. */
        seenHistory: number;

        /**
         * Encodes the specified RegisterSds message. Does not implicitly {@link sio.RegisterSds.verify|verify} messages.
         * @param message RegisterSds message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.RegisterSds.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RegisterSds message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.RegisterSds & sio.RegisterSds.$Shape} RegisterSds
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.RegisterSds & sio.RegisterSds.$Shape;

        /**
         * Gets the type url for RegisterSds
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RegisterSds {

        /** Properties of a RegisterSds. */
        interface $Properties {

            /** RegisterSds devices */
            devices?: (sio.DeviceState.$Properties[]|null);

            /** RegisterSds metricsAddress */
            metricsAddress?: (string|null);

            /** RegisterSds pid */
            pid?: (number|null);

            /** RegisterSds version */
            version?: (string|null);

            /** RegisterSds seenMapVersion */
            seenMapVersion?: (number|null);

            /** RegisterSds seenHistory */
            seenHistory?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RegisterSds. */
        type $Shape = sio.RegisterSds.$Properties;
    }

    /**
     * Properties of a RegisterSdc.
     * @deprecated Use sio.RegisterSdc.$Properties instead.
     */
    interface IRegisterSdc extends sio.RegisterSdc.$Properties {
    }

    /** Represents a RegisterSdc. */
    class RegisterSdc {

        /**
         * Constructs a new RegisterSdc.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.RegisterSdc.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RegisterSdc guid. */
        guid: string;

        /** RegisterSdc name. */
        name: string;

        /** RegisterSdc address. */
        address: string;

        /** RegisterSdc pid. */
        pid: number;

        /** RegisterSdc version. */
        version: string;

        /**
         * Encodes the specified RegisterSdc message. Does not implicitly {@link sio.RegisterSdc.verify|verify} messages.
         * @param message RegisterSdc message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.RegisterSdc.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RegisterSdc message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.RegisterSdc & sio.RegisterSdc.$Shape} RegisterSdc
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.RegisterSdc & sio.RegisterSdc.$Shape;

        /**
         * Gets the type url for RegisterSdc
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RegisterSdc {

        /** Properties of a RegisterSdc. */
        interface $Properties {

            /** RegisterSdc guid */
            guid?: (string|null);

            /** RegisterSdc name */
            name?: (string|null);

            /** RegisterSdc address */
            address?: (string|null);

            /** RegisterSdc pid */
            pid?: (number|null);

            /** RegisterSdc version */
            version?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RegisterSdc. */
        type $Shape = sio.RegisterSdc.$Properties;
    }

    /**
     * Properties of a Registered.
     * @deprecated Use sio.Registered.$Properties instead.
     */
    interface IRegistered extends sio.Registered.$Properties {
    }

    /** Represents a Registered. */
    class Registered {

        /**
         * Constructs a new Registered.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Registered.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Registered nodeId. */
        nodeId: number;

        /**
         * Encodes the specified Registered message. Does not implicitly {@link sio.Registered.verify|verify} messages.
         * @param message Registered message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Registered.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Registered message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Registered & sio.Registered.$Shape} Registered
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Registered & sio.Registered.$Shape;

        /**
         * Gets the type url for Registered
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Registered {

        /** Properties of a Registered. */
        interface $Properties {

            /** Registered nodeId */
            nodeId?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Registered. */
        type $Shape = sio.Registered.$Properties;
    }

    /**
     * Properties of a Heartbeat.
     * @deprecated Use sio.Heartbeat.$Properties instead.
     */
    interface IHeartbeat extends sio.Heartbeat.$Properties {
    }

    /** Represents a Heartbeat. */
    class Heartbeat {

        /**
         * Constructs a new Heartbeat.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Heartbeat.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Heartbeat mapVersion. */
        mapVersion: number;

        /** Heartbeat devices. */
        devices: sio.DeviceState.$Properties[];

        /**
         * Encodes the specified Heartbeat message. Does not implicitly {@link sio.Heartbeat.verify|verify} messages.
         * @param message Heartbeat message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Heartbeat message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Heartbeat & sio.Heartbeat.$Shape} Heartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Heartbeat & sio.Heartbeat.$Shape;

        /**
         * Gets the type url for Heartbeat
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Heartbeat {

        /** Properties of a Heartbeat. */
        interface $Properties {

            /** Heartbeat mapVersion */
            mapVersion?: (number|null);

            /** Heartbeat devices */
            devices?: (sio.DeviceState.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Heartbeat. */
        type $Shape = sio.Heartbeat.$Properties;
    }

    /**
     * Properties of a MapApplied.
     * @deprecated Use sio.MapApplied.$Properties instead.
     */
    interface IMapApplied extends sio.MapApplied.$Properties {
    }

    /** Represents a MapApplied. */
    class MapApplied {

        /**
         * Constructs a new MapApplied.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.MapApplied.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MapApplied mapVersion. */
        mapVersion: number;

        /**
         * Encodes the specified MapApplied message. Does not implicitly {@link sio.MapApplied.verify|verify} messages.
         * @param message MapApplied message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.MapApplied.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MapApplied message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.MapApplied & sio.MapApplied.$Shape} MapApplied
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.MapApplied & sio.MapApplied.$Shape;

        /**
         * Gets the type url for MapApplied
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MapApplied {

        /** Properties of a MapApplied. */
        interface $Properties {

            /** MapApplied mapVersion */
            mapVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MapApplied. */
        type $Shape = sio.MapApplied.$Properties;
    }

    /**
     * Properties of a SlicesSettled.
     * @deprecated Use sio.SlicesSettled.$Properties instead.
     */
    interface ISlicesSettled extends sio.SlicesSettled.$Properties {
    }

    /** Represents a SlicesSettled. */
    class SlicesSettled {

        /**
         * Constructs a new SlicesSettled.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SlicesSettled.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SlicesSettled deviceId. */
        deviceId: number;

        /** SlicesSettled incarnation. */
        incarnation: number;

        /** SlicesSettled slices. */
        slices: number[];

        /** SlicesSettled generations. */
        generations: number[];

        /**
         * Encodes the specified SlicesSettled message. Does not implicitly {@link sio.SlicesSettled.verify|verify} messages.
         * @param message SlicesSettled message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SlicesSettled.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SlicesSettled message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SlicesSettled & sio.SlicesSettled.$Shape} SlicesSettled
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SlicesSettled & sio.SlicesSettled.$Shape;

        /**
         * Gets the type url for SlicesSettled
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SlicesSettled {

        /** Properties of a SlicesSettled. */
        interface $Properties {

            /** SlicesSettled deviceId */
            deviceId?: (number|null);

            /** SlicesSettled incarnation */
            incarnation?: (number|null);

            /** SlicesSettled slices */
            slices?: (number[]|null);

            /** SlicesSettled generations */
            generations?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SlicesSettled. */
        type $Shape = sio.SlicesSettled.$Properties;
    }

    /**
     * Properties of a ControlMessage.
     * @deprecated Use sio.ControlMessage.$Properties instead.
     */
    interface IControlMessage extends sio.ControlMessage.$Properties {
    }

    /** Represents a ControlMessage. */
    class ControlMessage {

        /**
         * Constructs a new ControlMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.ControlMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ControlMessage registerSds. */
        registerSds?: (sio.RegisterSds.$Properties|null);

        /** ControlMessage registerSdc. */
        registerSdc?: (sio.RegisterSdc.$Properties|null);

        /** ControlMessage registered. */
        registered?: (sio.Registered.$Properties|null);

        /** ControlMessage map. */
        map?: (sio.MapDelta.$Properties|null);

        /** ControlMessage wantWholeMap. */
        wantWholeMap?: (sio.WantWholeMap.$Properties|null);

        /** ControlMessage heartbeat. */
        heartbeat?: (sio.Heartbeat.$Properties|null);

        /** ControlMessage mapApplied. */
        mapApplied?: (sio.MapApplied.$Properties|null);

        /** ControlMessage slicesSettled. */
        slicesSettled?: (sio.SlicesSettled.$Properties|null);

        /** ControlMessage refusal. */
        refusal?: (sio.Refusal.$Properties|null);

        /** ControlMessage kind. */
        kind?: ("registerSds"|"registerSdc"|"registered"|"map"|"wantWholeMap"|"heartbeat"|"mapApplied"|"slicesSettled"|"refusal");

        /**
         * Encodes the specified ControlMessage message. Does not implicitly {@link sio.ControlMessage.verify|verify} messages.
         * @param message ControlMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.ControlMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ControlMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.ControlMessage & sio.ControlMessage.$Shape} ControlMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.ControlMessage & sio.ControlMessage.$Shape;

        /**
         * Gets the type url for ControlMessage
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ControlMessage {

        /** Properties of a ControlMessage. */
        interface $Properties {

            /** ControlMessage registerSds */
            registerSds?: (sio.RegisterSds.$Properties|null);

            /** ControlMessage registerSdc */
            registerSdc?: (sio.RegisterSdc.$Properties|null);

            /** ControlMessage registered */
            registered?: (sio.Registered.$Properties|null);

            /** ControlMessage map */
            map?: (sio.MapDelta.$Properties|null);

            /** ControlMessage wantWholeMap */
            wantWholeMap?: (sio.WantWholeMap.$Properties|null);

            /** ControlMessage heartbeat */
            heartbeat?: (sio.Heartbeat.$Properties|null);

            /** ControlMessage mapApplied */
            mapApplied?: (sio.MapApplied.$Properties|null);

            /** ControlMessage slicesSettled */
            slicesSettled?: (sio.SlicesSettled.$Properties|null);

            /** ControlMessage refusal */
            refusal?: (sio.Refusal.$Properties|null);

            /** ControlMessage kind */
            kind?: ("registerSds"|"registerSdc"|"registered"|"map"|"wantWholeMap"|"heartbeat"|"mapApplied"|"slicesSettled"|"refusal");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a ControlMessage. */
        type $Shape = {
          registerSds?: sio.RegisterSds.$Shape|null;
          registerSdc?: sio.RegisterSdc.$Shape|null;
          registered?: sio.Registered.$Shape|null;
          map?: sio.MapDelta.$Shape|null;
          wantWholeMap?: sio.WantWholeMap.$Shape|null;
          heartbeat?: sio.Heartbeat.$Shape|null;
          mapApplied?: sio.MapApplied.$Shape|null;
          slicesSettled?: sio.SlicesSettled.$Shape|null;
          refusal?: sio.Refusal.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ kind?: undefined; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "registerSds"; registerSds: sio.RegisterSds.$Shape; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "registerSdc"; registerSds?: null; registerSdc: sio.RegisterSdc.$Shape; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "registered"; registerSds?: null; registerSdc?: null; registered: sio.Registered.$Shape; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "map"; registerSds?: null; registerSdc?: null; registered?: null; map: sio.MapDelta.$Shape; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "wantWholeMap"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap: sio.WantWholeMap.$Shape; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "heartbeat"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat: sio.Heartbeat.$Shape; mapApplied?: null; slicesSettled?: null; refusal?: null }|{ kind?: "mapApplied"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied: sio.MapApplied.$Shape; slicesSettled?: null; refusal?: null }|{ kind?: "slicesSettled"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled: sio.SlicesSettled.$Shape; refusal?: null }|{ kind?: "refusal"; registerSds?: null; registerSdc?: null; registered?: null; map?: null; wantWholeMap?: null; heartbeat?: null; mapApplied?: null; slicesSettled?: null; refusal: sio.Refusal.$Shape })
        );
    }

    /**
     * Properties of a WantWholeMap.
     * @deprecated Use sio.WantWholeMap.$Properties instead.
     */
    interface IWantWholeMap extends sio.WantWholeMap.$Properties {
    }

    /** Represents a WantWholeMap. */
    class WantWholeMap {

        /**
         * Constructs a new WantWholeMap.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.WantWholeMap.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified WantWholeMap message. Does not implicitly {@link sio.WantWholeMap.verify|verify} messages.
         * @param message WantWholeMap message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.WantWholeMap.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WantWholeMap message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.WantWholeMap & sio.WantWholeMap.$Shape} WantWholeMap
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.WantWholeMap & sio.WantWholeMap.$Shape;

        /**
         * Gets the type url for WantWholeMap
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace WantWholeMap {

        /** Properties of a WantWholeMap. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WantWholeMap. */
        type $Shape = sio.WantWholeMap.$Properties;
    }

    /**
     * Properties of an OpenVolume.
     * @deprecated Use sio.OpenVolume.$Properties instead.
     */
    interface IOpenVolume extends sio.OpenVolume.$Properties {
    }

    /** Represents an OpenVolume. */
    class OpenVolume {

        /**
         * Constructs a new OpenVolume.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.OpenVolume.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OpenVolume volumeId. */
        volumeId: number;

        /** OpenVolume epoch. */
        epoch: number;

        /** OpenVolume accessMode. */
        accessMode: string;

        /** OpenVolume proof. */
        proof: Uint8Array;

        /**
         * Encodes the specified OpenVolume message. Does not implicitly {@link sio.OpenVolume.verify|verify} messages.
         * @param message OpenVolume message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.OpenVolume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OpenVolume message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.OpenVolume & sio.OpenVolume.$Shape} OpenVolume
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.OpenVolume & sio.OpenVolume.$Shape;

        /**
         * Gets the type url for OpenVolume
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace OpenVolume {

        /** Properties of an OpenVolume. */
        interface $Properties {

            /** OpenVolume volumeId */
            volumeId?: (number|null);

            /** OpenVolume epoch */
            epoch?: (number|null);

            /** OpenVolume accessMode */
            accessMode?: (string|null);

            /** OpenVolume proof */
            proof?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OpenVolume. */
        type $Shape = sio.OpenVolume.$Properties;
    }

    /**
     * Properties of a SliceGeneration.
     * @deprecated Use sio.SliceGeneration.$Properties instead.
     */
    interface ISliceGeneration extends sio.SliceGeneration.$Properties {
    }

    /** Represents a SliceGeneration. */
    class SliceGeneration {

        /**
         * Constructs a new SliceGeneration.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SliceGeneration.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SliceGeneration slice. */
        slice: number;

        /** SliceGeneration generation. */
        generation: number;

        /**
         * Encodes the specified SliceGeneration message. Does not implicitly {@link sio.SliceGeneration.verify|verify} messages.
         * @param message SliceGeneration message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SliceGeneration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SliceGeneration message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SliceGeneration & sio.SliceGeneration.$Shape} SliceGeneration
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SliceGeneration & sio.SliceGeneration.$Shape;

        /**
         * Gets the type url for SliceGeneration
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SliceGeneration {

        /** Properties of a SliceGeneration. */
        interface $Properties {

            /** SliceGeneration slice */
            slice?: (number|null);

            /** SliceGeneration generation */
            generation?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SliceGeneration. */
        type $Shape = sio.SliceGeneration.$Properties;
    }

    /**
     * Properties of a SliceVersion.
     * @deprecated Use sio.SliceVersion.$Properties instead.
     */
    interface ISliceVersion extends sio.SliceVersion.$Properties {
    }

    /** Represents a SliceVersion. */
    class SliceVersion {

        /**
         * Constructs a new SliceVersion.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SliceVersion.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SliceVersion slice. */
        slice: number;

        /** SliceVersion generation. */
        generation: number;

        /** SliceVersion versionGeneration. */
        versionGeneration: number;

        /** SliceVersion versionSequence. */
        versionSequence: number;

        /** SliceVersion refused. */
        refused: number;

        /** SliceVersion suspect. */
        suspect: boolean;

        /**
         * Encodes the specified SliceVersion message. Does not implicitly {@link sio.SliceVersion.verify|verify} messages.
         * @param message SliceVersion message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SliceVersion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SliceVersion message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SliceVersion & sio.SliceVersion.$Shape} SliceVersion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SliceVersion & sio.SliceVersion.$Shape;

        /**
         * Gets the type url for SliceVersion
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SliceVersion {

        /** Properties of a SliceVersion. */
        interface $Properties {

            /** SliceVersion slice */
            slice?: (number|null);

            /** SliceVersion generation */
            generation?: (number|null);

            /** SliceVersion versionGeneration */
            versionGeneration?: (number|null);

            /** SliceVersion versionSequence */
            versionSequence?: (number|null);

            /** SliceVersion refused */
            refused?: (number|null);

            /** SliceVersion suspect */
            suspect?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SliceVersion. */
        type $Shape = sio.SliceVersion.$Properties;
    }

    /**
     * Properties of a ChunkVersion.
     * @deprecated Use sio.ChunkVersion.$Properties instead.
     */
    interface IChunkVersion extends sio.ChunkVersion.$Properties {
    }

    /** Represents a ChunkVersion. */
    class ChunkVersion {

        /**
         * Constructs a new ChunkVersion.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.ChunkVersion.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChunkVersion layerId. */
        layerId: number;

        /** ChunkVersion chunkIndex. */
        chunkIndex: number;

        /** ChunkVersion versionGeneration. */
        versionGeneration: number;

        /** ChunkVersion versionSequence. */
        versionSequence: number;

        /** ChunkVersion unclean. */
        unclean: boolean;

        /**
         * Encodes the specified ChunkVersion message. Does not implicitly {@link sio.ChunkVersion.verify|verify} messages.
         * @param message ChunkVersion message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.ChunkVersion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChunkVersion message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.ChunkVersion & sio.ChunkVersion.$Shape} ChunkVersion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.ChunkVersion & sio.ChunkVersion.$Shape;

        /**
         * Gets the type url for ChunkVersion
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChunkVersion {

        /** Properties of a ChunkVersion. */
        interface $Properties {

            /** ChunkVersion layerId */
            layerId?: (number|null);

            /** ChunkVersion chunkIndex */
            chunkIndex?: (number|null);

            /** ChunkVersion versionGeneration */
            versionGeneration?: (number|null);

            /** ChunkVersion versionSequence */
            versionSequence?: (number|null);

            /** ChunkVersion unclean */
            unclean?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChunkVersion. */
        type $Shape = sio.ChunkVersion.$Properties;
    }

    /**
     * Properties of a SliceChunks.
     * @deprecated Use sio.SliceChunks.$Properties instead.
     */
    interface ISliceChunks extends sio.SliceChunks.$Properties {
    }

    /** Represents a SliceChunks. */
    class SliceChunks {

        /**
         * Constructs a new SliceChunks.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SliceChunks.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SliceChunks slice. */
        slice: number;

        /** SliceChunks chunks. */
        chunks: sio.ChunkVersion.$Properties[];

        /**
         * Encodes the specified SliceChunks message. Does not implicitly {@link sio.SliceChunks.verify|verify} messages.
         * @param message SliceChunks message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SliceChunks.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SliceChunks message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SliceChunks & sio.SliceChunks.$Shape} SliceChunks
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SliceChunks & sio.SliceChunks.$Shape;

        /**
         * Gets the type url for SliceChunks
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SliceChunks {

        /** Properties of a SliceChunks. */
        interface $Properties {

            /** SliceChunks slice */
            slice?: (number|null);

            /** SliceChunks chunks */
            chunks?: (sio.ChunkVersion.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SliceChunks. */
        type $Shape = sio.SliceChunks.$Properties;
    }

    /**
     * Properties of a SettleQuery.
     * @deprecated Use sio.SettleQuery.$Properties instead.
     */
    interface ISettleQuery extends sio.SettleQuery.$Properties {
    }

    /** Represents a SettleQuery. */
    class SettleQuery {

        /**
         * Constructs a new SettleQuery.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SettleQuery.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SettleQuery slices. */
        slices: sio.SliceGeneration.$Properties[];

        /**
         * Encodes the specified SettleQuery message. Does not implicitly {@link sio.SettleQuery.verify|verify} messages.
         * @param message SettleQuery message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SettleQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SettleQuery message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SettleQuery & sio.SettleQuery.$Shape} SettleQuery
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SettleQuery & sio.SettleQuery.$Shape;

        /**
         * Gets the type url for SettleQuery
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SettleQuery {

        /** Properties of a SettleQuery. */
        interface $Properties {

            /** SettleQuery slices */
            slices?: (sio.SliceGeneration.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SettleQuery. */
        type $Shape = sio.SettleQuery.$Properties;
    }

    /**
     * Properties of a SettleState.
     * @deprecated Use sio.SettleState.$Properties instead.
     */
    interface ISettleState extends sio.SettleState.$Properties {
    }

    /** Represents a SettleState. */
    class SettleState {

        /**
         * Constructs a new SettleState.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.SettleState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SettleState slices. */
        slices: sio.SliceVersion.$Properties[];

        /**
         * Encodes the specified SettleState message. Does not implicitly {@link sio.SettleState.verify|verify} messages.
         * @param message SettleState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.SettleState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SettleState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.SettleState & sio.SettleState.$Shape} SettleState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.SettleState & sio.SettleState.$Shape;

        /**
         * Gets the type url for SettleState
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SettleState {

        /** Properties of a SettleState. */
        interface $Properties {

            /** SettleState slices */
            slices?: (sio.SliceVersion.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SettleState. */
        type $Shape = sio.SettleState.$Properties;
    }

    /**
     * Properties of a ChunkListQuery.
     * @deprecated Use sio.ChunkListQuery.$Properties instead.
     */
    interface IChunkListQuery extends sio.ChunkListQuery.$Properties {
    }

    /** Represents a ChunkListQuery. */
    class ChunkListQuery {

        /**
         * Constructs a new ChunkListQuery.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.ChunkListQuery.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChunkListQuery slices. */
        slices: sio.SliceGeneration.$Properties[];

        /**
         * Encodes the specified ChunkListQuery message. Does not implicitly {@link sio.ChunkListQuery.verify|verify} messages.
         * @param message ChunkListQuery message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.ChunkListQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChunkListQuery message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.ChunkListQuery & sio.ChunkListQuery.$Shape} ChunkListQuery
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.ChunkListQuery & sio.ChunkListQuery.$Shape;

        /**
         * Gets the type url for ChunkListQuery
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChunkListQuery {

        /** Properties of a ChunkListQuery. */
        interface $Properties {

            /** ChunkListQuery slices */
            slices?: (sio.SliceGeneration.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChunkListQuery. */
        type $Shape = sio.ChunkListQuery.$Properties;
    }

    /**
     * Properties of a ChunkList.
     * @deprecated Use sio.ChunkList.$Properties instead.
     */
    interface IChunkList extends sio.ChunkList.$Properties {
    }

    /** Represents a ChunkList. */
    class ChunkList {

        /**
         * Constructs a new ChunkList.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.ChunkList.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChunkList slices. */
        slices: sio.SliceChunks.$Properties[];

        /** ChunkList more. */
        more: boolean;

        /**
         * Encodes the specified ChunkList message. Does not implicitly {@link sio.ChunkList.verify|verify} messages.
         * @param message ChunkList message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.ChunkList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChunkList message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.ChunkList & sio.ChunkList.$Shape} ChunkList
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.ChunkList & sio.ChunkList.$Shape;

        /**
         * Gets the type url for ChunkList
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChunkList {

        /** Properties of a ChunkList. */
        interface $Properties {

            /** ChunkList slices */
            slices?: (sio.SliceChunks.$Properties[]|null);

            /** ChunkList more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChunkList. */
        type $Shape = sio.ChunkList.$Properties;
    }

    /**
     * Properties of a ChunkFetch.
     * @deprecated Use sio.ChunkFetch.$Properties instead.
     */
    interface IChunkFetch extends sio.ChunkFetch.$Properties {
    }

    /** Represents a ChunkFetch. */
    class ChunkFetch {

        /**
         * Constructs a new ChunkFetch.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.ChunkFetch.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChunkFetch slice. */
        slice: number;

        /** ChunkFetch generation. */
        generation: number;

        /** ChunkFetch layerId. */
        layerId: number;

        /** ChunkFetch chunkIndex. */
        chunkIndex: number;

        /**
         * Encodes the specified ChunkFetch message. Does not implicitly {@link sio.ChunkFetch.verify|verify} messages.
         * @param message ChunkFetch message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.ChunkFetch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChunkFetch message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.ChunkFetch & sio.ChunkFetch.$Shape} ChunkFetch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.ChunkFetch & sio.ChunkFetch.$Shape;

        /**
         * Gets the type url for ChunkFetch
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChunkFetch {

        /** Properties of a ChunkFetch. */
        interface $Properties {

            /** ChunkFetch slice */
            slice?: (number|null);

            /** ChunkFetch generation */
            generation?: (number|null);

            /** ChunkFetch layerId */
            layerId?: (number|null);

            /** ChunkFetch chunkIndex */
            chunkIndex?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChunkFetch. */
        type $Shape = sio.ChunkFetch.$Properties;
    }

    /**
     * Properties of a Settle.
     * @deprecated Use sio.Settle.$Properties instead.
     */
    interface ISettle extends sio.Settle.$Properties {
    }

    /** Represents a Settle. */
    class Settle {

        /**
         * Constructs a new Settle.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Settle.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Settle slices. */
        slices: sio.SliceVersion.$Properties[];

        /**
         * Encodes the specified Settle message. Does not implicitly {@link sio.Settle.verify|verify} messages.
         * @param message Settle message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Settle.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Settle message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Settle & sio.Settle.$Shape} Settle
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Settle & sio.Settle.$Shape;

        /**
         * Gets the type url for Settle
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Settle {

        /** Properties of a Settle. */
        interface $Properties {

            /** Settle slices */
            slices?: (sio.SliceVersion.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Settle. */
        type $Shape = sio.Settle.$Properties;
    }

    /**
     * Properties of a Settled.
     * @deprecated Use sio.Settled.$Properties instead.
     */
    interface ISettled extends sio.Settled.$Properties {
    }

    /** Represents a Settled. */
    class Settled {

        /**
         * Constructs a new Settled.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.Settled.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Settled slices. */
        slices: sio.SliceGeneration.$Properties[];

        /**
         * Encodes the specified Settled message. Does not implicitly {@link sio.Settled.verify|verify} messages.
         * @param message Settled message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.Settled.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Settled message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.Settled & sio.Settled.$Shape} Settled
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.Settled & sio.Settled.$Shape;

        /**
         * Gets the type url for Settled
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Settled {

        /** Properties of a Settled. */
        interface $Properties {

            /** Settled slices */
            slices?: (sio.SliceGeneration.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Settled. */
        type $Shape = sio.Settled.$Properties;
    }

    /**
     * Properties of a PeerMessage.
     * @deprecated Use sio.PeerMessage.$Properties instead.
     */
    interface IPeerMessage extends sio.PeerMessage.$Properties {
    }

    /** Represents a PeerMessage. */
    class PeerMessage {

        /**
         * Constructs a new PeerMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.PeerMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PeerMessage requestId. */
        requestId: number;

        /** PeerMessage settleQuery. */
        settleQuery?: (sio.SettleQuery.$Properties|null);

        /** PeerMessage settleState. */
        settleState?: (sio.SettleState.$Properties|null);

        /** PeerMessage chunkListQuery. */
        chunkListQuery?: (sio.ChunkListQuery.$Properties|null);

        /** PeerMessage chunkList. */
        chunkList?: (sio.ChunkList.$Properties|null);

        /** PeerMessage chunkFetch. */
        chunkFetch?: (sio.ChunkFetch.$Properties|null);

        /** PeerMessage chunkFetched. */
        chunkFetched?: (sio.ChunkFetched.$Properties|null);

        /** PeerMessage settle. */
        settle?: (sio.Settle.$Properties|null);

        /** PeerMessage settled. */
        settled?: (sio.Settled.$Properties|null);

        /** PeerMessage refusal. */
        refusal?: (sio.Refusal.$Properties|null);

        /** PeerMessage kind. */
        kind?: ("settleQuery"|"settleState"|"chunkListQuery"|"chunkList"|"chunkFetch"|"chunkFetched"|"settle"|"settled"|"refusal");

        /**
         * Encodes the specified PeerMessage message. Does not implicitly {@link sio.PeerMessage.verify|verify} messages.
         * @param message PeerMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.PeerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PeerMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.PeerMessage & sio.PeerMessage.$Shape} PeerMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.PeerMessage & sio.PeerMessage.$Shape;

        /**
         * Gets the type url for PeerMessage
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace PeerMessage {

        /** Properties of a PeerMessage. */
        interface $Properties {

            /** PeerMessage requestId */
            requestId?: (number|null);

            /** PeerMessage settleQuery */
            settleQuery?: (sio.SettleQuery.$Properties|null);

            /** PeerMessage settleState */
            settleState?: (sio.SettleState.$Properties|null);

            /** PeerMessage chunkListQuery */
            chunkListQuery?: (sio.ChunkListQuery.$Properties|null);

            /** PeerMessage chunkList */
            chunkList?: (sio.ChunkList.$Properties|null);

            /** PeerMessage chunkFetch */
            chunkFetch?: (sio.ChunkFetch.$Properties|null);

            /** PeerMessage chunkFetched */
            chunkFetched?: (sio.ChunkFetched.$Properties|null);

            /** PeerMessage settle */
            settle?: (sio.Settle.$Properties|null);

            /** PeerMessage settled */
            settled?: (sio.Settled.$Properties|null);

            /** PeerMessage refusal */
            refusal?: (sio.Refusal.$Properties|null);

            /** PeerMessage kind */
            kind?: ("settleQuery"|"settleState"|"chunkListQuery"|"chunkList"|"chunkFetch"|"chunkFetched"|"settle"|"settled"|"refusal");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a PeerMessage. */
        type $Shape = {
          requestId?: number|null;
          settleQuery?: sio.SettleQuery.$Shape|null;
          settleState?: sio.SettleState.$Shape|null;
          chunkListQuery?: sio.ChunkListQuery.$Shape|null;
          chunkList?: sio.ChunkList.$Shape|null;
          chunkFetch?: sio.ChunkFetch.$Shape|null;
          chunkFetched?: sio.ChunkFetched.$Shape|null;
          settle?: sio.Settle.$Shape|null;
          settled?: sio.Settled.$Shape|null;
          refusal?: sio.Refusal.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ kind?: undefined; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "settleQuery"; settleQuery: sio.SettleQuery.$Shape; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "settleState"; settleQuery?: null; settleState: sio.SettleState.$Shape; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkListQuery"; settleQuery?: null; settleState?: null; chunkListQuery: sio.ChunkListQuery.$Shape; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkList"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList: sio.ChunkList.$Shape; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkFetch"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch: sio.ChunkFetch.$Shape; chunkFetched?: null; settle?: null; settled?: null; refusal?: null }|{ kind?: "chunkFetched"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched: sio.ChunkFetched.$Shape; settle?: null; settled?: null; refusal?: null }|{ kind?: "settle"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle: sio.Settle.$Shape; settled?: null; refusal?: null }|{ kind?: "settled"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled: sio.Settled.$Shape; refusal?: null }|{ kind?: "refusal"; settleQuery?: null; settleState?: null; chunkListQuery?: null; chunkList?: null; chunkFetch?: null; chunkFetched?: null; settle?: null; settled?: null; refusal: sio.Refusal.$Shape })
        );
    }

    /**
     * Properties of a ChunkFetched.
     * @deprecated Use sio.ChunkFetched.$Properties instead.
     */
    interface IChunkFetched extends sio.ChunkFetched.$Properties {
    }

    /** Represents a ChunkFetched. */
    class ChunkFetched {

        /**
         * Constructs a new ChunkFetched.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.ChunkFetched.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChunkFetched frames. */
        frames: number;

        /**
         * Encodes the specified ChunkFetched message. Does not implicitly {@link sio.ChunkFetched.verify|verify} messages.
         * @param message ChunkFetched message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.ChunkFetched.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChunkFetched message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.ChunkFetched & sio.ChunkFetched.$Shape} ChunkFetched
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.ChunkFetched & sio.ChunkFetched.$Shape;

        /**
         * Gets the type url for ChunkFetched
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChunkFetched {

        /** Properties of a ChunkFetched. */
        interface $Properties {

            /** ChunkFetched frames */
            frames?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChunkFetched. */
        type $Shape = sio.ChunkFetched.$Properties;
    }

    /**
     * Properties of a StoredCounters.
     * @deprecated Use sio.StoredCounters.$Properties instead.
     */
    interface IStoredCounters extends sio.StoredCounters.$Properties {
    }

    /** Represents a StoredCounters. */
    class StoredCounters {

        /**
         * Constructs a new StoredCounters.
         * @param [properties] Properties to set
         */
        constructor(properties?: sio.StoredCounters.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StoredCounters mapVersion. */
        mapVersion: number;

        /** StoredCounters nextObjectId. */
        nextObjectId: number;

        /** StoredCounters nextLayerId. */
        nextLayerId: number;

        /** StoredCounters nextEpoch. */
        nextEpoch: number;

        /** StoredCounters formatVersion. */
        formatVersion: number;

        /**
         * Encodes the specified StoredCounters message. Does not implicitly {@link sio.StoredCounters.verify|verify} messages.
         * @param message StoredCounters message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: sio.StoredCounters.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StoredCounters message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {sio.StoredCounters & sio.StoredCounters.$Shape} StoredCounters
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): sio.StoredCounters & sio.StoredCounters.$Shape;

        /**
         * Gets the type url for StoredCounters
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace StoredCounters {

        /** Properties of a StoredCounters. */
        interface $Properties {

            /** StoredCounters mapVersion */
            mapVersion?: (number|null);

            /** StoredCounters nextObjectId */
            nextObjectId?: (number|null);

            /** StoredCounters nextLayerId */
            nextLayerId?: (number|null);

            /** StoredCounters nextEpoch */
            nextEpoch?: (number|null);

            /** StoredCounters formatVersion */
            formatVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StoredCounters. */
        type $Shape = sio.StoredCounters.$Properties;
    }
}
